"""Prints: reads the office's forms, draws them as PDF, writes them as XLSX and CSV.

Nothing here knows the office's matters or its book. A caller hands over a form and a
sheet of values; what comes back is bytes. reportlab and XlsxWriter are imported only
when something is really drawn.
"""
