"""The names for characters that browsers and people write in markup: those of Latin-1, and of ordinary punctuation.

Stands in for the standard library's table of 2,231. A browser copies nearly every character as itself.
"""

LATIN_1 = (
    "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute"
    " micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring"
    " AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml"
    " times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil"
    " egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash"
    " ugrave uacute ucirc uuml yacute thorn yuml"
)
PLAIN = {"amp": "&", "lt": "<", "gt": ">", "quot": '"'}
WITH_END = {"apos": "'", "hellip": "…", "ndash": "–", "mdash": "—", "lsquo": "‘", "rsquo": "’", "ldquo": "“"}
WITH_END |= {"rdquo": "”", "bull": "•", "euro": "€", "ensp": "\u2002", "emsp": "\u2003", "thinsp": "\u2009"}

PLAIN |= {name: chr(number) for number, name in enumerate(LATIN_1.split(), start=160)}
html5 = {f"{name};": text for name, text in (PLAIN | WITH_END).items()} | PLAIN
