#!/usr/bin/env python3
"""
Makes gen/text/identity_table.h: what identity.h says of each character; and gen/text/assigned.txt:
which characters this version of Unicode has, for fold_table.mjs, so that both foldings know the same.

  gen/text/identity_table.py [FOLDER]

Asks ICU 72, whose data are those of Unicode 15.0, and writes both beside this file, or into FOLDER.
Run by hand when the folding changes; what it writes is committed, and
a test compares them. The data are Unicode's: unicode-license.txt.
"""
import ctypes
import os
import sys

ICU = 72
UNICODE = (15, 0)
BLOCK = 32
PLANES = 3
# Of u_charType.
UNASSIGNED, SURROGATE = 0, 18
# Marks of trade that would add letters to a name, and voiced marks that stand alone.
BY_HAND = {0x2122: '', 0x2120: '', 0x309b: '\u3099', 0x309c: '\u309a'}

uc = ctypes.CDLL(f'libicuuc.so.{ICU}')
i18n = ctypes.CDLL(f'libicui18n.so.{ICU}')


def function(library, name, result, *arguments):
    found = getattr(library, f'{name}_{ICU}')
    found.restype = result
    found.argtypes = arguments
    return found


pointer, string, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int32
status = ctypes.c_int(0)
char_type = function(uc, 'u_charType', ctypes.c_int8, number)
get_version = function(uc, 'u_getUnicodeVersion', None, ctypes.c_char * 4)
normalize = function(uc, 'unorm2_normalize', number, pointer, pointer, number, pointer, number, pointer)
skeleton = function(i18n, 'uspoof_getSkeleton', number, pointer, ctypes.c_uint32, pointer, number, pointer,
                    number, pointer)


def open_icu(library, name):
    opened = function(library, name, pointer, pointer)(ctypes.byref(status))
    assert status.value <= 0, name
    return opened


def convert(call, text):
    units = text.encode('utf-16-le', 'surrogatepass')
    out = ctypes.create_string_buffer(512)
    n = call(units, len(units) // 2, out)
    assert status.value <= 0
    return out.raw[:2 * n].decode('utf-16-le', 'surrogatepass')


def normalizer(name):
    instance = open_icu(uc, f'unorm2_get{name}Instance')
    return lambda text: convert(lambda units, n, out: normalize(instance, units, n, out, 256,
                                                                 ctypes.byref(status)), text)


nfkc, nfkd, nfkc_casefold = normalizer('NFKC'), normalizer('NFKD'), normalizer('NFKCCasefold')
checker = open_icu(i18n, 'uspoof_open')


def confuse(text):
    return convert(lambda units, n, out: skeleton(checker, 0, units, n, out, 256, ctypes.byref(status)), text)


# The numbers of ICU's enum UCharCategory.
LETTER_LIKE = set(range(1, 12))  # letters, marks, digits and other numbers
OTHER_SYMBOL = 27


def is_kept(c):
    return char_type(ord(c)) in LETTER_LIKE or char_type(ord(c)) in (0, 17)


def is_dropped(code):
    """Separators, punctuation, symbols and what is not seen; symbols that stand for words are not."""
    category = char_type(code)
    if category == OTHER_SYMBOL and nfkc(chr(code)) != chr(code):
        return False
    return not is_kept(chr(code))


def to_hiragana(c):
    code = ord(c)
    return chr(code - 0x60) if 0x30a1 <= code <= 0x30f6 or code in (0x30fd, 0x30fe) else c


def only_kept(text):
    return ''.join(c for c in text if is_kept(c))


def fold(code):
    if code in BY_HAND:
        return BY_HAND[code]
    if is_dropped(code):
        return ''
    return ''.join(to_hiragana(c) for c in only_kept(nfkd(nfkc_casefold(chr(code)))))


def skeleton_of(code):
    if code in BY_HAND:
        return BY_HAND[code]
    if is_dropped(code):
        return ''
    plain = nfkc(chr(code))
    confused = confuse(plain)
    return only_kept(nfkd(nfkc_casefold(confused if is_confused(confused) else plain)))


# Hangul syllables, which decompose by arithmetic; presentation forms of Arabic, private use.
LEFT_ALONE = ((0xac00, 0xd7a3), (0xe000, 0xf8ff), (0xfb1d, 0xfdff), (0xfe70, 0xfefe), (0x1ec70, 0x1eeff))


def is_left_alone(code):
    return any(low <= code <= high for low, high in LEFT_ALONE)


# Letters are confused with those of the scripts that names here are written in.
CONFUSED = ((0x30, 0x52f), (0x1d00, 0x1fff), (0x3041, 0x30ff), (0x3400, 0x9fff))


def is_confused(text):
    return all(any(low <= ord(c) <= high for low, high in CONFUSED) for c in text)


class Table:
    """Two-stage: the block of a character, the place of its text in the block; texts stand once."""

    def __init__(self, image, pool, blocks):
        self.pool = pool
        self.index = [blocks.setdefault(tuple(self.place(code, image) for code in range(start, start + BLOCK)),
                                        len(blocks)) for start in range(0, PLANES << 16, BLOCK)]

    def place(self, code, image):
        if 0xd800 <= code < 0xe000 or is_left_alone(code):
            return 0
        text = image(code)
        return 0 if text == chr(code) else self.pool.add(text)


class Pool:
    """Place 0: the character stays as it is. Each text stands before a line end."""

    def __init__(self):
        self.places, self.texts, self.size = {}, [''], 1

    def add(self, text):
        if text not in self.places:
            self.places[text] = self.size
            self.texts.append(text)
            self.size += len(text.encode()) + 1
        return self.places[text]


def lines(pieces, width=400):
    out = ['']
    for piece in pieces:
        if len(out[-1]) + len(piece) > width:
            out.append('')
        out[-1] += piece
    return '\n'.join(out)


def literal(text):
    """As octal escapes what would combine with the quotation mark or run from right to left."""
    escaped = ''.join(c if char_type(ord(c)) in (1, 2, 5, 9) and not 0x590 <= ord(c) < 0x900
                      and not 0xfb1d <= ord(c) < 0xff00 and ord(c) < 0x10000
                      else ''.join(f'\\{byte:03o}' for byte in c.encode()) for c in text)
    return escaped + '\\n'


def print_index(name, what, table):
    return f'''/* {what}: the block of a character, by its number divided by IDENTITY_BLOCK. */
static const unsigned short {name}_index[{len(table.index)}] = {{
{lines(f'{n},' for n in table.index)}
}};
'''


def print_header():
    version = (ctypes.c_char * 4)()
    get_version(version)
    assert tuple(version.raw[:2]) == UNICODE, 'another version of Unicode'
    pool = Pool()
    blocks = {}
    fold_table, skeleton_table = Table(fold, pool, blocks), Table(skeleton_of, pool, blocks)
    assert pool.size <= 0xffff
    return f'''/* Made by identity_table.py from Unicode {UNICODE[0]}.{UNICODE[1]}, see unicode-license.txt: do not edit. */
#ifndef TEXT_IDENTITY_TABLE_H
#define TEXT_IDENTITY_TABLE_H

/* clang-format off */
#define IDENTITY_UNICODE "{UNICODE[0]}.{UNICODE[1]}"
#define IDENTITY_BLOCK {BLOCK} /* characters a block */
#define IDENTITY_END 0x{PLANES}0000 /* the first character that the tables do not have */

{print_index('fold', 'Folded for identity', fold_table)}
{print_index('skeleton', 'What a character is taken for', skeleton_table)}
/* The place of a character's text in identity_texts. */
static const unsigned short identity_blocks[{len(blocks)}][IDENTITY_BLOCK] = {{
{lines(('{' + ','.join(map(str, block)) + '},' for block in blocks))}
}};

/* Each before a line end; the first stands for a character that stays as it is. */
static const char identity_texts[] =
{lines_of_texts(pool.texts)};
/* clang-format on */

#endif
'''


def lines_of_texts(texts):
    return '\n'.join(f'"{line}"' for line in lines(map(literal, texts)).split('\n'))


def print_assigned():
    ranges = []
    for code in range(0x110000):
        if char_type(code) in (UNASSIGNED, SURROGATE):
            continue
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    text = ''.join(f'{first:x}-{last:x}\n' for first, last in ranges)
    return f'# The characters of Unicode {UNICODE[0]}.{UNICODE[1]}, made by identity_table.py.\n{text}'


def write(name, text):
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(folder, name), 'w', encoding='utf-8') as file:
        file.write(text)


if __name__ == '__main__':
    write('identity_table.h', print_header())
    write('assigned.txt', print_assigned())
