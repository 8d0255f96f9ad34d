import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { z } from 'zod';
import type { ImportMap } from '../../../core/model/import-map.ts';
import { shown } from '../../../core/model/violation.ts';
import type { RowViolation } from './row-violation.ts';

/** A record and the line of the file it begins on, or why there is none. */
export type CsvItem =
  | { readonly line: number; readonly cells: readonly string[] }
  /** `ends`: what is behind it was not read. */
  | { readonly violation: RowViolation; readonly ends?: true };

/** Longer records are a quote that was never closed. Characters. */
const MAX_RECORD = 1_000_000;
const FORMAT =
  'correct the quotes: a cell with a quote, a delimiter or a line break stands in quotes, quotes inside doubled';

const Parsed = z.object({ info: z.object({ lines: z.int() }), record: z.array(z.string()) });

/**
 * The records of a CSV file (RFC 4180; LF, CR LF and CR; a byte order mark is skipped; lines with nothing in them too),
 * one at a time, so the size of the file does not matter. What cannot be read is an item with a violation; after one in
 * the encoding or an open quote the file ends, since nothing behind it can be trusted.
 * @param headerTrouble what is wrong with the first line as it stands, so wrong that no row can be read
 * @throws the file system's error where the file cannot be read.
 */
export async function* csvRows(
  file: string,
  format: ImportMap['csv'],
  headerTrouble: (line: string) => RowViolation | undefined = () => undefined,
): AsyncGenerator<CsvItem> {
  const skipped: RowViolation[] = [];
  const parser = parse({
    delimiter: format.delimiter,
    info: true,
    max_record_size: MAX_RECORD,
    record_delimiter: '\n',
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: (error) => {
      const violation = formatViolation(error);
      // One broken quote makes the parser stumble at every quote behind it.
      if (skipped.at(-1)?.line !== violation.line) skipped.push(violation);
    },
  });
  const reading = pipeline(Readable.from(headed(lineFed(decoded(file, format.encoding)), headerTrouble)), parser);
  // Its failure reaches the loop below through the parser; unheard here it would end the process.
  reading.catch(() => undefined);
  try {
    for await (const item of parser) {
      const { info, record } = Parsed.parse(item);
      const line = info.lines - record.reduce((sum, cell) => sum + breaks(cell), 0);
      // The parser is ahead of its reader: what it stumbled at further down comes in its turn.
      const before = skipped.findLastIndex((violation) => violation.line < line) + 1;
      yield* skipped.splice(0, before).map(passedOver);
      yield { line, cells: record };
    }
    yield* skipped.splice(0).map(passedOver);
  } catch (error) {
    yield* skipped.splice(0).map(passedOver);
    if (error instanceof UnreadableError) yield { violation: error.violation, ends: true };
    else if (error instanceof CsvError) yield { violation: formatViolation(error), ends: true };
    else throw error;
  }
}

/** A record that is no CSV, and whether the rest of the file went with it. */
function passedOver(violation: RowViolation): CsvItem {
  return ENDINGS.has(violation.rule) ? { violation, ends: true } : { violation };
}
const ENDINGS = new Set(['csv.csv_quote_not_closed', 'csv.csv_max_record_size']);

/** Carries a violation out of a stream, where only errors travel. */
class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
  readonly violation: RowViolation;

  constructor(violation: RowViolation) {
    super(violation.remedy);
    this.violation = violation;
  }
}

async function* decoded(file: string, encoding: ImportMap['csv']['encoding']): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let line = 1;
  let begun = false;
  for await (const chunk of createReadStream(file)) {
    const bytes = z.instanceof(Uint8Array).parse(chunk);
    if (!begun) refuseContainer(bytes);
    begun = true;
    const text = decodedOr(
      () => decoder.decode(bytes, { stream: true }),
      () => encodingViolation(line, bytes, encoding),
    );
    const zero = text.indexOf('\0');
    if (zero >= 0) throw new UnreadableError(binaryViolation(line + breaks(text.slice(0, zero))));
    yield text;
    line += breaks(text);
  }
  const rest = decodedOr(
    () => decoder.decode(),
    () => encodingViolation(line, new Uint8Array(), encoding),
  );
  if (rest !== '') yield rest;
}

/** The same text with every line break a line feed: the parser counts the two halves of CR LF inside a cell as two lines. */
async function* lineFed(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let held = '';
  for await (const chunk of chunks) {
    const text = held + chunk;
    held = text.endsWith('\r') ? '\r' : '';
    yield text.slice(0, text.length - held.length).replace(/\r\n?/g, '\n');
  }
  if (held !== '') yield '\n';
}

/** The first line is looked at before it is parsed: under another delimiter its quotes make no sense. */
async function* headed(
  chunks: AsyncIterable<string>,
  trouble: (line: string) => RowViolation | undefined,
): AsyncGenerator<string> {
  let first: string | undefined = '';
  for await (const chunk of chunks) {
    if (first !== undefined) {
      first += chunk;
      if (!first.includes('\n') && first.length < MAX_RECORD) continue;
      yield accepted(first, trouble);
      first = undefined;
    } else yield chunk;
  }
  if (first !== undefined && first !== '') yield accepted(first, trouble);
}

function accepted(text: string, trouble: (line: string) => RowViolation | undefined): string {
  const violation = trouble(text.split('\n', 1)[0] ?? '');
  if (violation !== undefined) throw new UnreadableError(violation);
  return text;
}

/** First bytes of what is taken for a CSV file. */
const CONTAINERS = [
  {
    bytes: [0x50, 0x4b, 0x03, 0x04],
    received: 'a workbook (.xlsx, .ods) or another zip archive',
    remedy: 'open it in the spreadsheet and save it as CSV, in UTF-8',
  },
  {
    bytes: [0xd0, 0xcf, 0x11, 0xe0],
    received: 'a workbook (.xls)',
    remedy: 'open it in the spreadsheet and save it as CSV, in UTF-8',
  },
  { bytes: [0x1f, 0x8b], received: 'a compressed file (gzip)', remedy: 'unpack it with gunzip' },
];

function refuseContainer(start: Uint8Array): void {
  const found = CONTAINERS.find(({ bytes }) => bytes.every((byte, index) => start[index] === byte));
  if (found === undefined) return;
  const { received, remedy } = found;
  throw new UnreadableError({ line: 1, column: '', rule: 'file.text', received, remedy });
}

function decodedOr(decode: () => string, violation: () => RowViolation): string {
  try {
    return decode();
  } catch (error) {
    if (error instanceof TypeError) throw new UnreadableError(violation());
    throw error;
  }
}

function encodingViolation(line: number, bytes: Uint8Array, encoding: string): RowViolation {
  const lenient = new TextDecoder(encoding).decode(bytes);
  const at = lenient.indexOf('\ufffd');
  return {
    line: line + breaks(lenient.slice(0, Math.max(0, at))),
    column: '',
    rule: 'file.encoding',
    received: shown(lenient.slice(Math.max(0, at - 20), at + 20)),
    remedy: `the file is not ${encoding}: save it as UTF-8, or say in the map what it is (csv.encoding)`,
  };
}

function binaryViolation(line: number): RowViolation {
  return {
    line,
    column: '',
    rule: 'file.text',
    received: 'a zero byte',
    remedy: 'give a CSV text file; a workbook is exported as CSV first, UTF-16 is named in the map (csv.encoding)',
  };
}

function formatViolation(error: CsvError | undefined): RowViolation {
  const { lines, code } = z.object({ lines: z.int().optional(), code: z.string().optional() }).parse({ ...error });
  const received = error?.message ?? 'a record that is not CSV';
  return { line: lines ?? 0, column: '', rule: `csv.${(code ?? 'format').toLowerCase()}`, received, remedy: FORMAT };
}

function breaks(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}
