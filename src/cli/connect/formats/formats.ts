import type { FileFormat } from '../tool.ts';
import { dotenv } from './dotenv.ts';
import type { Format } from './format.ts';
import { jsonc } from './jsonc.ts';
import { toml } from './toml.ts';
import { yaml } from './yaml.ts';

export const formats: Readonly<Record<FileFormat, Format>> = { jsonc, yaml, toml, dotenv };
