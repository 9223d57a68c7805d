import { expect, test } from 'vitest';
import { familyOf } from './family-of.ts';

test.each([
  ['openai/gpt-oss-120b', 'gpt-oss-120b'],
  ['gpt-oss:20b', 'gpt-oss-20b'],
  ['gpt-oss:120b-cloud', 'gpt-oss-120b'],
  ['@cf/openai/gpt-oss-20b', 'gpt-oss-20b'],
  ['google/gemma-4-31b-it:free', 'gemma-4-31b'],
  ['gemma4:31b', 'gemma-4-31b'],
  ['Meta-Llama-3.3-70B-Instruct', 'llama-3.3-70b'],
  ['meta-llama/Llama-3.3-70B-Instruct-Turbo', 'llama-3.3-70b'],
  ['@cf/meta/llama-3.3-70b-instruct-fp8-fast', 'llama-3.3-70b'],
  ['llama-3.3-70b-versatile', 'llama-3.3-70b'],
  ['llama3.1:8b', 'llama-3.1-8b'],
  ['llama3.1:latest', 'llama-3.1'],
  ['llama3.1:8b-instruct-q4_K_M', 'llama-3.1-8b'],
  ['qwen-3.8-27b', 'qwen3.8-27b'],
  ['mistral-medium-2508', 'mistral-medium'],
  ['mistral-medium-latest', 'mistral-medium'],
  ['command-a-03-2025', 'command-a'],
  ['gemini-2.5-flash', 'gemini-2.5-flash'],
  ['models/gemini-3-flash-preview', 'gemini-3-flash'],
  ['free', 'free'],
  ['', ''],
])('%s → %s', (id, family) => expect(familyOf(id)).toBe(family));
