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
  | { readonly violation: RowViolation };

/** Longer records are a quote that was never closed. Characters. */
const MAX_RECORD = 1_000_000;
const FORMAT =
  'correct the quotes: a cell with a quote, a delimiter or a line break stands in quotes, quotes inside doubled';

const Parsed = z.object({ info: z.object({ lines: z.int() }), record: z.array(z.string()) });

/**
 * The records of a CSV file (RFC 4180; LF, CR LF and CR; a byte order mark is skipped; lines with nothing in them too),
 * one at a time, so the size of the file does not matter. What cannot be read is an item with a violation; after one in
 * the encoding or an open quote the file ends, since nothing behind it can be trusted.
 * @throws the file system's error where the file cannot be read.
 */
export async function* csvRows(file: string, format: ImportMap['csv']): AsyncGenerator<CsvItem> {
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
  const reading = pipeline(Readable.from(lineFed(decoded(file, format.encoding))), parser);
  // Its failure reaches the loop below through the parser; unheard here it would end the process.
  reading.catch(() => undefined);
  try {
    for await (const item of parser) {
      const { info, record } = Parsed.parse(item);
      const line = info.lines - record.reduce((sum, cell) => sum + breaks(cell), 0);
      // The parser is ahead of its reader: what it stumbled at further down comes in its turn.
      const before = skipped.findLastIndex((violation) => violation.line < line) + 1;
      for (const violation of skipped.splice(0, before)) yield { violation };
      yield { line, cells: record };
    }
    for (const violation of skipped.splice(0)) yield { violation };
  } catch (error) {
    for (const violation of skipped.splice(0)) yield { violation };
    if (error instanceof DecodingError) yield { violation: error.violation };
    else if (error instanceof CsvError) yield { violation: formatViolation(error) };
    else throw error;
  }
}

/** Carries a violation out of a stream, where only errors travel. */
class DecodingError extends Error {
  override readonly name = 'DecodingError';
  readonly violation: RowViolation;

  constructor(violation: RowViolation) {
    super(violation.remedy);
    this.violation = violation;
  }
}

async function* decoded(file: string, encoding: ImportMap['csv']['encoding']): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let line = 1;
  for await (const chunk of createReadStream(file)) {
    const bytes = z.instanceof(Uint8Array).parse(chunk);
    const text = decodedOr(
      () => decoder.decode(bytes, { stream: true }),
      () => encodingViolation(line, bytes, encoding),
    );
    const zero = text.indexOf('\0');
    if (zero >= 0) throw new DecodingError(binaryViolation(line + breaks(text.slice(0, zero))));
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

function decodedOr(decode: () => string, violation: () => RowViolation): string {
  try {
    return decode();
  } catch (error) {
    if (error instanceof TypeError) throw new DecodingError(violation());
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
