"""What erasing somebody came to, in lines for people: the same on the terminal and in the program."""

from __future__ import annotations

from reactdrill.i18n import Texts, number
from reactdrill.results.privacy.erase import Erasure
from reactdrill.results.privacy.search import Found, Search
from reactdrill.results.store.erasing import Scrubbed

BYTES_PER_MB = 1_000_000


class Words(Texts):
    """Everything that is said of it."""

    GONE = "{code}: runs deleted: {runs}. Others from which this part was taken: {shared}."
    DELETED = "Deleted: {path}"
    PROOF = "Proof: neither name nor code is in {files} files ({size} MB) of this station."
    PROOF_BUT = "Proof: neither name nor code is in {files} files ({size} MB) of this station, except the backups named below."
    FOUND = "Still found: {text} in {path}: {around}"
    FOUND_IN_NAME = "Still found: {text} in the name of {path}"
    NAMESAKES = "Others here have the same name ({codes}): in the database it is theirs, and no proof can tell it apart."
    DAMAGED = (
        "Left as it is, as it cannot be read: {problem}. Erase again when that is done, "
        "or delete the file if nobody else is in it."
    )
    UNREAD = "Could not look into {path}: {problem}"
    IN_BACKUP = "Still in the backup {path}: delete it, or make a new one."
    LOST_BACKUP = "A backup was written to {path} and is not there now: delete it where it is."
    UNREAD_BACKUP = "The backup {path} cannot be looked into ({problem}) and may hold them: delete it."
    ELSEWHERE = "A file was written to {path}: look where it is now and delete it."
    BUSY = "Another program reads the results, so old pages may be left: close it and erase again."
    SERVER = (
        "On the server the rows are gone and the tables written anew; its administrator still has to purge logs (WAL "
        "archives), replicas and backups."
    )
    NOT_OWNER = (
        "On the server the rows are gone, but the tables are still to be written anew by their owner: "
        "VACUUM (FULL, ANALYZE). Then its administrator purges logs (WAL archives), replicas and backups."
    )


def erasure_lines(done: Erasure) -> list[str]:
    """What was done, the proof, and what nobody but a person can do."""
    return [
        Words.GONE.format(code=done.code, runs=done.runs, shared=done.shared),
        *(Words.DELETED.format(path=path) for path in done.exports),
        *_proof(done.proof, but_backups=bool(done.backups or done.unread_backups)),
        *([Words.NAMESAKES.format(codes=", ".join(done.namesakes))] if done.namesakes else []),
        *(Words.DAMAGED.format(problem=each) for each in done.unread),
        *(Words.IN_BACKUP.format(path=path) for path in done.backups),
        *(Words.UNREAD_BACKUP.format(path=path, problem=why) for path, why in done.unread_backups),
        *(Words.LOST_BACKUP.format(path=path) for path in done.lost_backups),
        *(Words.ELSEWHERE.format(path=each.path) for each in done.elsewhere),
        *scrubbed_lines(done.scrubbed),
    ]


def scrubbed_lines(scrubbed: Scrubbed) -> list[str]:
    """What is still to be done at the database; nothing where it is clean."""
    words = {"busy": Words.BUSY, "server": Words.SERVER, "not_owner": Words.NOT_OWNER}
    return [words[scrubbed]] if scrubbed in words else []


def _proof(proof: Search, *, but_backups: bool) -> list[str]:
    if proof.found or proof.unread:
        return [
            *map(_found, proof.found),
            *(Words.UNREAD.format(path=path, problem=why) for path, why in proof.unread),
        ]
    words = Words.PROOF_BUT if but_backups else Words.PROOF
    return [words.format(files=proof.files, size=number(proof.size / BYTES_PER_MB, 1))]


def _found(found: Found) -> str:
    where = f"{found.path} ({found.member})" if found.member else found.path
    if not found.around:
        return Words.FOUND_IN_NAME.format(text=found.text, path=where)
    return Words.FOUND.format(text=found.text, path=where, around=found.around)
