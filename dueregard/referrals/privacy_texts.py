"""What people are told about what is held of them, where an authority wrote nothing of
its own: for adults and parents, and for children. Plain words, our own."""

from .models import PrivacyNotice

ADULT = """\
Somebody told us that they were worried about you, or about your child. This page \
says what we keep about that, why, and what you can ask for.

What we keep: your name and how to find you; what you are said to have done or said; \
what else may explain it; and, where it matters, what is known of your health, your \
family or your situation. We also keep who told us. We do not keep photographs, we do \
not give anybody a score, and no computer decides anything about you.

Why we may: councils must, by law, take care that people are not drawn into \
terrorism, and must look at whether somebody needs help (Counter-Terrorism and \
Security Act 2015, sections 26 and 36). We do it as a public task. It does not rest \
on your consent. If help is offered to you, you can say no to it.

Who sees it: the council's Prevent team and the police's Prevent officers, and other \
services only so far as they are needed. Each look is written down. It is not a \
report of a crime.

How long we keep it: if nothing comes of it, 12 months as a rule, unless the council \
says otherwise below. If it was a mistake, less. Then it is destroyed for good. The \
police keep their own record under their own rules; ask them about it.

What you can ask for: to see what is held, to have a mistake put right, to have your \
own words put beside what you dispute, to object, and to have it deleted. We answer \
within a month. Some things the police or another person told us may be left out, and \
we tell you when that is so.

If you are not content: write to the council's data protection officer, or complain \
to the Information Commissioner (ico.org.uk, 0303 123 1113)."""

CHILD = """\
A grown-up was worried about you and told us. You are not in trouble because of that. \
This page says what happens with what they told us.

What we write down: your name, where you live and go to school, and what the grown-up \
saw or heard. We also ask what else could explain it.

Why we do it: it is our job to help children and young people stay safe from people \
who want them to hurt others or be hurt.

Who can read it: a few people at the council, and a few police officers whose job is \
to help, not to arrest. We keep a list of everybody who looked. Your friends and your \
classmates cannot see it.

How long we keep it: mostly one year, and less if it was a mistake. Then we destroy \
it for good.

What you can ask for: you can ask to see what we have written. You can tell us if \
something is wrong, and we put your words next to it. You can ask us to delete it. A \
parent, a carer, a teacher or another grown-up whom you trust can help you ask.

If you want to talk to somebody else: Childline is free, at any time, on 0800 1111. \
If you think that we did something wrong with what we know about you, you can tell \
the Information Commissioner on 0303 123 1113."""

SHIPPED = {
    PrivacyNotice.Reader.ADULT: ADULT,
    PrivacyNotice.Reader.CHILD: CHILD,
}


def text_of(reader: str, row: PrivacyNotice | None) -> str:
    """What is shown to `reader`: the authority's own text, or ours."""
    return row.text if row else SHIPPED[PrivacyNotice.Reader(reader)]
