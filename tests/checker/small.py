"""A small policy about a library loan: complete, free of findings, and without a word about orders."""

from __future__ import annotations

from checker.details import CODES
from checker.fields import BY_ID, COUNTRY, DATES, TEXTS

TYPED = (
    *(f"field-{ident}" for ident in (*BY_ID, COUNTRY)),
    *(f"blank-{field.id}" for field in TEXTS),
    *(f"sheet-{field.id}" for field in DATES),
    *(f"problem-{code}" for code in CODES),
)
"""The words that whatever a reader may type is shown with."""

FILES = {
    "policy.toml": """
version = "1"
languages = ["en", "es"]
""",
    "synonyms.toml": """
[[concept]]
id = "overdue"
words = { en = "overdue, too late", es = "vencido, con retraso" }
""",
    "cues.toml": """
[[cue]]
id = "late"
options.yes = ["overdue"]
""",
    "questions.toml": """
[[question]]
id = "place"
text = { en = "Where is it?", es = "¿Dónde está?" }
why = { en = "It decides who acts.", es = "Decide quién actúa." }
hint = { en = "Look in your bag.", es = "Mira en tu bolsa." }
[[question.option]]
id = "desk"
text = { en = "At the desk", es = "En el mostrador" }
[[question.option]]
id = "home"
text = { en = "At home", es = "En casa" }
[[question.option]]
id = "unsure"
unsure = true
text = { en = "I cannot tell", es = "No lo sé" }

[[question]]
id = "late"
text = { en = "Is it late?", es = "¿Llega tarde?" }
why = { en = "A late loan costs something.", es = "El retraso cuesta algo." }
[[question.option]]
id = "no"
text = { en = "No, not yet", es = "No, todavía no" }
[[question.option]]
id = "yes"
text = { en = "Yes, it is", es = "Sí, ya" }
[[question.option]]
id = "unsure"
unsure = true
text = { en = "I cannot tell", es = "No lo sé" }

[[question]]
id = "kind"
known = true
text = { en = "What is it?", es = "¿Qué es?" }
why = { en = "Films cost more.", es = "Las películas cuestan más." }
[[question.option]]
id = "book"
text = { en = "A book", es = "Un libro" }
[[question.option]]
id = "film"
text = { en = "A film", es = "Una película" }
""",
    "rules.toml": """
[[rule]]
id = "at-desk"
when = { place = ["desk"] }
then = "nothing"
because = { en = "It is back.", es = "Ya ha vuelto." }
rests_on = ["loan"]
[[rule]]
id = "in-time"
when = { place = ["home"], late = ["no"] }
then = "bring"
because = { en = "Time is left.", es = "Queda tiempo." }
rests_on = ["loan"]
[[rule]]
id = "late-book"
when = { place = ["home"], late = ["yes", "unsure"], kind = ["book"] }
then = "pay-little"
because = { en = "Books are cheap.", es = "Los libros son baratos." }
rests_on = ["loan", "fee"]
[[rule]]
id = "late-film"
when = { place = ["home"], late = ["yes", "unsure"], kind = ["film"] }
then = "pay-more"
because = { en = "Films are dear.", es = "Las películas son caras." }
rests_on = ["fee"]
[[rule]]
id = "lost"
when = { place = ["unsure"] }
then = "look"
because = { en = "It must be somewhere.", es = "Tiene que estar en algún sitio." }
rests_on = ["loan"]
""",
    "outcomes/all.toml": """
[[outcome]]
id = "nothing"
verdict = "done"
headline = { en = "Nothing left to do", es = "No queda nada por hacer" }
summary = { en = "A loan lasts {fact.loan}.", es = "Un préstamo dura {fact.loan}." }
steps = [
  { en = "Press {label.receipt}.", es = "Pulsa {label.receipt}." },
  { en = "Keep the paper.", es = "Guarda el papel." },
]
otherwise = [{ en = "See {page.steps#end|the steps}.", es = "Mira {page.steps#end|los pasos}." }]
clocks = []
life = "out"
guide = "steps#end"
rung = "back"

[[outcome]]
id = "bring"
verdict = "yes-now"
headline = { en = "Bring it back", es = "Devuélvelo" }
summary = { en = "You are in time.", es = "Estás a tiempo." }
steps = [{ en = "Find it.", es = "Búscalo." }, { en = "Bring it.", es = "Tráelo." }]
otherwise = [{ en = "It is {state.place.home/late.yes|late by now}.", es = "Ya {state.place.home/late.yes|es tarde}." }]
clocks = ["loan-ends"]
life = "out"
guide = "steps"
message = "to-desk"
rights = "before"
goods = "custom"
next = "place.home/late.yes/kind.book"
after = "loan-ends"

[[outcome]]
id = "pay-little"
verdict = "not-cancel-but"
headline = { en = "Bring it and pay a little", es = "Devuélvelo y paga un poco" }
summary = { en = "It costs something.", es = "Cuesta algo." }
steps = [{ en = "Find it.", es = "Búscalo." }, { en = "Pay.", es = "Paga." }]
otherwise = [{ en = "Ask at the desk.", es = "Pregunta en el mostrador." }]
careful = { en = "Pay at the desk only.", es = "Paga solo en el mostrador." }
life = "ended"
guide = "issues"
rung = "fee"
next = "place.desk"

[[outcome]]
id = "pay-more"
verdict = "not-cancel-but"
headline = { en = "Bring it and pay", es = "Devuélvelo y paga" }
summary = { en = "It costs more.", es = "Cuesta más." }
steps = [{ en = "Find it.", es = "Búscalo." }, { en = "Pay.", es = "Paga." }]
otherwise = [{ en = "Ask at the desk.", es = "Pregunta en el mostrador." }]
life = "ended"
guide = "issues"
rung = "back"

[[outcome]]
id = "look"
verdict = "find-out"
headline = { en = "Look for it first", es = "Primero, búscalo" }
summary = { en = "It is in one of two places.", es = "Está en uno de dos sitios." }
steps = [{ en = "Look at home.", es = "Mira en casa." }, { en = "Ask at the desk.", es = "Pregunta en el mostrador." }]
otherwise = [{ en = "{state.|Start again}.", es = "{state.|Empieza de nuevo}." }]
life = "out"
guide = "steps"
""",
    "facts.toml": """
[[fact]]
id = "loan"
text = { en = "A loan lasts three weeks.", es = "Un préstamo dura tres semanas." }
value = { en = "three weeks", es = "tres semanas" }
standing = "settled"
span = { min = 21, max = 21, unit = "days" }
checked = 2026-11-22
recheck = 1
record = ["A1"]
[[fact.claim]]
says = { en = "three weeks, or 21 days", es = "tres semanas o 21 días" }
sources = ["S1"]

[[fact]]
id = "fee"
text = { en = "A late loan has a fee.", es = "El retraso tiene un coste." }
standing = "disputed"
advice = { en = "Expect the higher one.", es = "Cuenta con el más alto." }
checked = 2026-11-22
[[fact.claim]]
says = { en = "one coin", es = "una moneda" }
sources = ["S1"]
[[fact.claim]]
says = { en = "two coins", es = "dos monedas" }
sources = ["S2"]
""",
    "sources.toml": """
[[source]]
id = "S1"
title = "House rules"
address = "https://library.example/rules"
kind = "official"
date = "n.d."
read = 2026-11-22
lang = "en"
[[source]]
id = "S2"
title = "A note on the door"
kind = "guide"
date = "2026-01"
read = 2026-11-22
lang = "en"
""",
    "labels.toml": """
[[label]]
id = "receipt"
kind = "button"
seen = [
  { text = "Print receipt", lang = "en", place = "order", grade = "first-hand", last = "2026-01", sources = ["S1"] },
  { text = "Receipt", lang = "en", place = "order", grade = "guess", sources = ["S1"] },
]
described = { es = "el botón del recibo" }
""",
    "signs.toml": """
[[sign]]
id = "at-desk"
kind = "status"
seen = [{ text = "Returned", lang = "en", place = "list", grade = "copy", last = "2026-01", sources = ["S1"] }]
means = "place.desk"
[[sign]]
id = "receipts"
kind = "button"
labels = ["receipt"]
""",
    "rights.toml": """
[[country]]
id = "cl"
name = { en = "Chile", es = "Chile" }
law = { en = "Library act", es = "Ley de bibliotecas" }
reach = "settled"
reach_text = { en = "It holds.", es = "Se aplica." }
[[right]]
id = "cl-loan"
countries = ["cl"]
stages = ["before"]
title = { en = "A right to read", es = "Derecho a leer" }
text = { en = "The law gives three weeks.", es = "La ley da tres semanas." }
goods_not = ["digital"]
except = { en = "Not for maps.", es = "No vale para mapas." }
period = { count = 21, unit = "days", from = "paid" }
article = "Art. 1"
standing = "settled"
sources = ["S1"]
checked = 2026-11-22
[[bank]]
id = "cashier"
countries = ["any"]
title = { en = "The cashier", es = "La caja" }
text = { en = "Pays fees back.", es = "Devuelve los costes." }
when = { en = "After a mistake.", es = "Tras un error." }
window = { en = "One week", es = "Una semana" }
standing = "observed"
sources = ["S2"]
checked = 2026-11-22
""",
    "offices.toml": """
[[office]]
id = "ombudsman"
countries = ["any"]
name = "The ombudsman"
lang = "en"
address = "https://ombudsman.example/"
language = { en = "English", es = "Inglés" }
can = { en = "Listens.", es = "Escucha." }
cannot = { en = "Pays nothing.", es = "No paga nada." }
standing = "observed"
sources = ["S2"]
checked = 2026-11-22
""",
    "messages.toml": """
[[message]]
id = "to-desk"
to = "support"
title = { en = "Please keep it for me", es = "Guárdamelo, por favor" }
sentences = [{ en = "I bring {item} on {paid}.", es = "Traigo {item} el {paid}." }]
evidence = [{ en = "The receipt", es = "El recibo" }]
""",
    "clocks.toml": """
[[clock]]
id = "loan-ends"
starts = "paid"
fact = "loan"
zone = "local"
usual = { en = "A loan ends after {fact.loan}.", es = "Un préstamo acaba tras {fact.loan}." }
[[clock.mark]]
at = "max"
turn = "by"
text = { en = "Bring it back.", es = "Devuélvelo." }
""",
    "life.toml": """
[[stage]]
id = "out"
name = { en = "On loan", es = "Prestado" }
who = { en = "You", es = "Tú" }
door = "open"
until = { en = "For three weeks", es = "Durante tres semanas" }
[[rung]]
id = "fee"
name = { en = "Pay", es = "Pagar" }
[[rung]]
id = "back"
name = { en = "Back", es = "Devuelto" }
end = true
""",
    "changes.toml": """
[[change]]
id = "first"
version = "1"
buyers = { en = "All borrowers.", es = "Todos los lectores." }
""",
    "moved.toml": """
[[moved]]
id = "shelf"
from = "place.shelf"
to = "place.desk"
[[moved]]
id = "shelf-late"
from = "place.shelf/late.yes"
to = "place.home/late.yes"
[[moved]]
id = "cover"
from = "cover.hard"
to = ""
""",
    "dates.toml": """
[months]
en = ["January"]
es = ["enero"]
[weekdays]
en = ["Monday"]
es = ["lunes"]
[pattern]
en = "{weekday} {day} {month} {year}"
es = "{weekday} {day} de {month} de {year}"

[short]
en = "{day} {month} {year}"
es = "{day} de {month} de {year}"
""",
    "words.toml": """
site-name = { en = "On loan", es = "En préstamo" }
language-en = { en = "English", es = "inglés" }
language-es = { en = "Spanish", es = "español" }
by-day = { en = "By {day}", es = "Hasta el {day}" }
"""
    + "".join(f'{key} = {{ en = "The {key}", es = "El {key}" }}\n' for key in TYPED),
}
