"""Reads a sealed store and prints it as N-Quads. Written from docs/internals/store.md and nothing else, to see that the page suffices."""
import pathlib, struct, sys

XSD = "http://www.w3.org/2001/XMLSchema#"
NUMBERS = ("integer decimal int long short byte nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger"
           " unsignedLong unsignedInt unsignedShort unsignedByte").split()
SECTIONS, TERMS, ROWS = 11, 16, 1024


def crc_table():
    for i in range(256):
        for _ in range(8):
            i = i >> 1 ^ (0x82F63B78 if i & 1 else 0)
        yield i


TABLE = list(crc_table())


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ TABLE[(crc ^ byte) & 255]
    return crc ^ 0xFFFFFFFF


def checked(part):
    assert crc32c(part[:-4]) == struct.unpack("<I", part[-4:])[0], "checksum"
    return part[:-4]


class BlockFile:
    def __init__(self, file):
        data = file.read_bytes()
        magic, self.entries, index, blocks, ints = struct.unpack("<8sqqii", checked(data[-36:]))
        assert magic == b"TKSTORE2"
        rows = checked(data[index:-36])
        length = 8 + 4 * ints
        self.ints = [struct.unpack_from(f"<{ints}i", rows, length * i + 8) for i in range(blocks)]
        starts = [struct.unpack_from("<q", rows, length * i)[0] for i in range(blocks)] + [index]
        self.blocks = [checked(data[a:b]) for a, b in zip(starts, starts[1:])]


def number(block, at):
    """A length of seven bits a byte, and the place after it."""
    value = shift = 0
    while True:
        byte = block[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def symbols(block):
    at, found = 0, []
    while at < len(block):
        found.append(block[at + 1:at + 1 + block[at]])
        at += 1 + block[at]
    return found


def decoded(codes, table):
    text, codes = b"", iter(codes)
    for code in codes:
        text += bytes([next(codes)]) if code == 255 else table[code]
    return text


def keys(block, table):
    at, last = 0, b""
    while at < len(block):
        shared = 0
        if last:
            shared, at = number(block, at)
        length, at = number(block, at)
        last = last[:shared] + decoded(block[at:at + length], table)
        at += length
        yield last


def text(coded):
    units, i = [], 0
    while i < len(coded):
        c = coded[i]
        if c == 1:
            unit, i = coded[i + 1] - 1, i + 2
        elif c < 0x80:
            unit, i = c, i + 1
        elif c < 0xE0:
            unit, i = (c & 31) << 6 | coded[i + 1] & 63, i + 2
        else:
            unit, i = (c & 15) << 12 | (coded[i + 1] & 63) << 6 | coded[i + 2] & 63, i + 3
        units.append(unit)
    return struct.pack(f"<{len(units)}H", *units).decode("utf-16-le")


def term(key):
    """The term of a key, as N-Quads writes it."""
    section, rest = key[0], key[1:]
    if section == 0:
        return "_:" + text(rest)
    if section == 1:
        return "<" + text(rest) + ">"
    if section == 2:
        return quoted(rest)
    if section == 3:
        _, lexical, tag = rest.split(b"\0")
        return quoted(lexical) + "@" + text(tag)
    if section == 4:
        return typed(rest[9:], XSD + NUMBERS[rest[8]])
    if section == 5:
        return typed(rest[8:], XSD + "double")
    if section in (6, 7):
        return typed(rest, XSD + "dateTime")
    if section in (8, 9):
        return typed(rest, XSD + ("date", "gYear")[section - 8])
    if section == 10:
        datatype, lexical = rest.split(b"\0")
        return typed(lexical, text(datatype))
    parts, at = [], 0
    for _ in range(3):
        length, = struct.unpack_from(">i", rest, at)
        parts.append(term(rest[at + 4:at + 4 + length]))
        at += 4 + length
    return "<<( " + " ".join(parts) + " )>>"


def quoted(coded):
    return '"' + "".join(f"\\u{ord(c):04X}" if c in '"\\' or c < " " else c for c in text(coded)) + '"'


def typed(coded, datatype):
    return quoted(coded) + "^^<" + datatype + ">"


def unpacked(block, place, n, width):
    packed = int.from_bytes(block[place:place + (n * width + 7) // 8], "little")
    return [packed >> i * width & (1 << width) - 1 for i in range(n)]


def rows(block, n):
    columns = []
    for column in range(4):
        smallest, place, marks_at, width, mark_width, kind, last = struct.unpack_from("<iHHBBBB", block, 12 * column)
        numbers = unpacked(block, place, n, width)
        if kind == 0:
            columns.append([smallest + number for number in numbers])
        elif kind == 1:
            marks = unpacked(block, marks_at, last + 1, mark_width)
            columns.append([smallest + marks[number] for number in numbers])
        else:
            marks = unpacked(block, marks_at, (n - 1 >> kind) + 1, mark_width)
            columns.append([smallest + marks[i >> kind] + number for i, number in enumerate(numbers)])
    return zip(*columns)


def graph_sets(summary):
    """The part of the summary after the counts."""
    at = 5 * SECTIONS + 16
    predicates, = struct.unpack_from(">i", summary, at)
    at += 4 + 16 * predicates
    sets, = struct.unpack_from(">i", summary, at)
    at += 4
    for _ in range(sets):
        size, = struct.unpack_from(">i", summary, at)
        yield struct.unpack_from(f">{size}i", summary, at + 4)
        at += 4 + 4 * size


def main(folder):
    tables, terms = BlockFile(folder / "symbols"), [None]
    tables = {first: symbols(block) for (first,), block in zip(tables.ints, tables.blocks)}
    for i, block in enumerate(BlockFile(folder / "terms").blocks):
        table = tables.get(i) or table
        terms += [term(key) for key in keys(block, table)]
    graphs = list(graph_sets(BlockFile(folder / "summary").blocks[0]))
    for name, positions in ("spo", (0, 1, 2)), ("pso", (1, 0, 2)), ("pos", (2, 0, 1)), ("osp", (1, 2, 0)):
        file = BlockFile(folder / name)
        for i, block in enumerate(file.blocks):
            for *ids, graph_set in rows(block, min(ROWS, file.entries - ROWS * i)):
                for graph in graphs[graph_set]:
                    spo = " ".join(terms[ids[p]] for p in positions)
                    print(spo, terms[graph] + " ." if graph else ".")


sys.stdout.reconfigure(encoding="utf-8")
main(pathlib.Path(sys.argv[1]))
