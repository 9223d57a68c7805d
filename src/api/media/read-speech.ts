import type { ChatBody } from '../../upstream/wire.ts';
import type { JsonObject } from '../http/json-body.ts';
import { check } from '../openai/check-chat-body.ts';
import { checkChoice, checkNotStreamed, checkNumber, isAbsent, modelIn, textIn } from './check-field.ts';

export interface ReadSpeech {
  readonly body: ChatBody;
  readonly model: string | undefined;
  readonly chars: number;
}

const longestInput = 20_000;
const longestVoice = 200;
const formats = ['mp3', 'opus', 'aac', 'flac', 'wav', 'pcm'];

/** @throws NoriaError invalid_request */
export function readSpeech(given: JsonObject): ReadSpeech {
  const input = textIn(given, 'input', longestInput);
  const { voice } = given;
  const isNamed = typeof voice === 'string' && voice !== '' && voice.length <= longestVoice;
  check(isAbsent(voice) || isNamed, 'voice', 'the name of a voice that the model has');
  checkChoice(given, 'response_format', formats);
  checkChoice(given, 'stream_format', ['audio']);
  checkNumber(given, 'speed', [0.25, 4]);
  checkNotStreamed(given);
  const { stream_format: _format, ...body } = given;
  return { body, model: modelIn(given), chars: input.length };
}
