import type { SoundFile } from '../../upstream/audio/sound-file.ts';
import type { ChatBody } from '../../upstream/wire.ts';
import { NoriaError } from '../../shared/errors.ts';
import type { JsonObject } from '../http/json-body.ts';
import { check } from '../openai/check-chat-body.ts';
import { checkChoice, checkNumber, modelIn } from './check-field.ts';
import type { Form } from './read-form.ts';
import { secondsOf } from './seconds-of.ts';

export interface ReadTranscription {
  readonly body: ChatBody;
  readonly model: string | undefined;
  readonly chars: number;
  readonly seconds: number;
}

const formats = ['json', 'text', 'verbose_json', 'srt', 'vtt'];
/** Fields that are lists, under the name that they have in a form. */
const lists = ['timestamp_granularities[]', 'include[]'];

/** @throws NoriaError invalid_request */
export function readTranscription({ fields, files }: Form): ReadTranscription {
  const file = fileIn(files);
  const body: JsonObject = {};
  for (const [name, values] of fields) {
    check(lists.includes(name) || values.length === 1, name, 'one value');
    body[name] = lists.includes(name) ? values : values[0];
  }
  if (body.temperature !== undefined) body.temperature = numberOf(body.temperature);
  checkChoice(body, 'response_format', formats);
  checkNumber(body, 'temperature', [0, 1]);
  check(body.stream === undefined || body.stream === 'false', 'stream', 'false');
  const { stream: _stream, ...rest } = body;
  const prompt = typeof body.prompt === 'string' ? body.prompt : '';
  return { body: { ...rest, file }, model: modelIn(body), chars: prompt.length, seconds: secondsOf(file) };
}

function fileIn(files: Form['files']): SoundFile {
  const [stranger] = [...files.keys()].filter((name) => name !== 'file');
  check(stranger === undefined, stranger ?? '', 'one file, in the field "file"');
  const [file, second] = files.get('file') ?? [];
  check(second === undefined, 'file', 'one file');
  if (file === undefined || file.bytes.length === 0)
    throw new NoriaError(
      'invalid_request',
      '"file" is missing: the recording is expected as a file that is not empty.',
      {
        param: 'file',
      },
    );
  return file;
}

function numberOf(value: unknown): number {
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
}
