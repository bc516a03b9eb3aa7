"""Where a name may still stand after it was taken out of the book: said to the clerk, and the backups renewed."""

from __future__ import annotations

from unionoffice.core.kept import Traces
from unionoffice.core.words import _
from unionoffice.kit.jobs import Job
from unionoffice.kit.office import Office


def tell_traces(office: Office, traces: Traces) -> None:
    """Say where a name may still stand, and offer to renew the backups that hold it."""
    said = [_("The name is no longer in the book, its journal or its search.")]
    if traces.log:
        said.append(_("Another program is reading the book: the last trace goes when the book is closed."))
    if traces.printed:
        days = ", ".join(f"{each.at:%Y-%m-%d}" for each in traces.printed)
        said.append(_("Papers printed before may bear it: {days}.", days=days))
    said.append(_("Copies outside this computer cannot be reached from here."))
    if not traces.backups:
        office.tell(" ".join(said))
        return
    names = ", ".join(path.name for path in traces.backups)
    said.append(_("These backups still hold it, or cannot be read: {names}.", names=names))
    said.append(_("Renewing makes a new backup and deletes these."))
    from unionoffice.core import backup  # here: it is needed only when there is something to look after

    if office.questions.sure(_("Renew the backups?"), "\n".join(said), act=_("Renew the backups"), keep=_("Keep them")):
        job = Job(_("Renewing the backups"), lambda book, progress: backup.renew(book.path, traces.backups, progress))
        job.finished.connect(lambda _made: office.tell(_("The backups were renewed.")))
        job.stopped.connect(lambda: office.tell(_("The backups were not renewed: those named before still hold the name.")))
        office.run(job)
