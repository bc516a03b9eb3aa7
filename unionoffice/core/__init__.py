"""What everything stands on: the book, records, words, money, periods, numbers, search. No Qt, no desk."""
