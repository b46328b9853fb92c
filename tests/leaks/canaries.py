"""The words that are planted, and the only places where each of them may lie.

What is missing here is in no place at all: passphrases, keys, and everything of own pages.
"""

SECRET: set[str] = set()

PLACES: dict[str, set[str]] = {
    # Who somebody is.
    "sign-in name": {"accounts_user.sign_in_name"},
    "passphrase": SECRET,
    "recovery key": SECRET,
    "passphrase of own pages": SECRET,
    "address": {"account_emailaddress.email", "mails"},
    # Until a worker has looked at it.
    "address of before": {"forums_claim.address"},
    "name of a cover": {"accounts_user.cover_name", "mails"},
    "word never to show": SECRET,
    "hint of that word": {"forums_neverreveal.hint"},
    # What others see.
    "persona": {"forums_persona.name"},
    "one-topic persona": {"forums_persona.name"},
    "blocked name": {"forums_persona.name", "forums_block.name"},
    "muted name": {"forums_persona.name", "forums_mute.name"},
    "title": {"forums_topic.title", "forums_searchentry.words"},
    "title, hidden": {"forums_topic.hidden_title", "forums_report.frozen_name"},
    "post": {"forums_post.source", "forums_post.html", "forums_searchentry.words"},
    "post, hidden": {"forums_post.source", "forums_post.html", "forums_report.frozen_html"},
    "post, before": {"forums_revision.source", "forums_revision.html"},
    "post, redacted": {"forums_report.frozen_html"},
    "draft, title": {"forums_draft.title"},
    "draft": {"forums_draft.words"},
    "draft, face": {"forums_draft.face_name"},
    "picture, name of the file": SECRET,
    "picture, in the file": SECRET,
    "picture, what is seen": {"forums_image.alt"},
    "answer at a door": {"forums_joinrequest.answer_given"},
    "refusal at a door": {"forums_joinrequest.reason"},
    # Among moderators.
    "report": {"forums_report.words"},
    "case note": {"forums_casenote.words"},
    "reason": {"forums_decision.reason"},
    "statement to the author": {"forums_decision.statement_to_author"},
    "statement to the reporter": {"forums_decision.statement_to_reporter"},
    "appeal": {"forums_appeal.words"},
    "answer to an appeal": {"forums_appeal.answer"},
    "hand-over": {"forums_shift.hand_over"},
    "why a name is asked for": {"forums_breakglass.why"},
}  # fmt: skip

# Where a name stands as well if its letters look like no others.
MAY = {"forums_persona.name_folded"}

# Personal columns of text in which nobody types words.
NOT_TYPED = {
    "accounts.User.password": "a hash",
    "accounts.User.time_zone": "a choice",
    "accounts.User.exit_target": "a choice",
    "accounts.User.email": "not used",
    "accounts.SignIn.session_key": "by chance",
    "accounts.RecoveryKey.public_key": "a key",
    "accounts.Message.address": "until it is sent",
    "accounts.Message.body": "the house's own",
    "accounts.Message.address_hash": "a hash",
    "accounts.Message.stop_token_hash": "a hash",
    "accounts.Message.link_token_hash": "a hash",
    "accounts.Message.bounce_token_hash": "a hash",
    "accounts.Message.leads_to": "one of the site's own addresses",
    "forums.Persona.import_key": "a hash",
    "forums.Claim.import_key": "a hash",
    "forums.Echo.name": "a copy of a persona's, until it is said everywhere",
    "forums.Mute.note": "a note of the house",
    "forums.Post.pictures_html": "of pictures' descriptions",
    "forums.Persona.name_folded": "letters of the name, by how they look",
    "forums.NeverReveal.words_hash": "a hash",
    "forums.Image.file": "a name by chance",
}

_PARTS = ["quil", "vorn", "tamb", "skar", "plin", "drov", "mulk", "fosk", "grib", "wath"]


def word_for(number: int) -> str:
    """No word of any language, and no part of another one of these."""
    tens, ones = divmod(number, len(_PARTS))
    return f"zx{_PARTS[tens]}y{_PARTS[ones]}"


WORDS = {name: word_for(number) for number, name in enumerate(PLACES)}
# As long as a passphrase has to be.
WORDS["passphrase"] = f"{WORDS['passphrase']} boats at dusk"
WORDS["passphrase of own pages"] = f"{WORDS['passphrase of own pages']} over the harbour"
for name in ("address", "address of before"):
    WORDS[name] = f"{WORDS[name]}@example.org"
