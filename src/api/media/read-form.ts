import type { SoundFile } from '../../upstream/audio/sound-file.ts';
import { NoriaError } from '../../shared/errors.ts';

export interface Form {
  /** Fields of one name are a list where there are several. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
  readonly files: ReadonlyMap<string, readonly SoundFile[]>;
}

/** A form with more parts than this is no upload of a recording. */
const mostParts = 50;

/** Reads multipart/form-data. @throws NoriaError invalid_request, whatever the bytes are */
export async function readForm(bytes: Buffer | null, type: string | undefined): Promise<Form> {
  const boundary = boundaryOf(type);
  if (boundary === null || bytes === null || bytes.length === 0)
    throw wrong('multipart/form-data with a boundary and the field "file" is expected');
  if (partsIn(bytes, boundary) > mostParts) throw wrong(`more than ${mostParts} parts are not taken`);
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type ?? '' } })
    .formData()
    .catch(() => null);
  if (form === null) throw wrong('it is no complete multipart/form-data');
  const fields = new Map<string, string[]>();
  const files = new Map<string, SoundFile[]>();
  for (const [name, value] of form) {
    if (typeof value === 'string') push(fields, name, value);
    else
      push(files, name, {
        name: value.name,
        type: value.type,
        bytes: Buffer.from(await value.arrayBuffer()),
      });
  }
  return { fields, files };
}

/** At most 70 characters: https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1 */
function boundaryOf(type: string | undefined): string | null {
  const found = /^multipart\/form-data\s*;(?:[^"]*;)?\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(
    type ?? '',
  );
  return found?.[1] ?? found?.[2] ?? null;
}

/** Counted before anything is parsed, and no further than it matters. */
function partsIn(bytes: Buffer, boundary: string): number {
  const mark = Buffer.from(`--${boundary}`, 'latin1');
  let count = 0;
  for (
    let at = bytes.indexOf(mark);
    at >= 0 && count <= mostParts + 1;
    at = bytes.indexOf(mark, at + mark.length)
  )
    count += 1;
  return count - 1;
}

function push<T>(map: Map<string, T[]>, name: string, value: T): void {
  const known = map.get(name);
  if (known === undefined) map.set(name, [value]);
  else known.push(value);
}

function wrong(what: string): NoriaError {
  return new NoriaError('invalid_request', `The body is not as it should be: ${what}.`, { param: 'file' });
}
