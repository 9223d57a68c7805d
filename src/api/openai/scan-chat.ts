import { isAscii } from 'node:buffer';
import { NoriaError } from '../../shared/errors.ts';
import { charsOfMessage, contentFacts, type ChatFacts } from '../../upstream/chat-facts.ts';
import { skipBlanks, walkArray, walkObject, type Member } from '../../upstream/json-bytes.ts';
import type { JsonObject } from '../http/json-body.ts';
import { locateJsonFault } from '../http/locate-json-fault.ts';

/** A request whose messages nobody has read yet. */
export interface ScannedChat {
  /** The messages and the tools are only parsed when somebody looks at them. */
  readonly body: JsonObject;
  readonly facts: ChatFacts;
}

/** Below so many bytes parsing costs less than finding one's way. */
const worthIt = 8_192;
const rarelyRead = new Set(['messages', 'tools']);

/**
 * Finds what Noria must know of a long request without parsing its messages: a prompt of 30 kB is copied into strings
 * for nobody. null = it is to be parsed as a whole: it is short, not plain ASCII (its characters could not be counted
 * by its bytes), or not as it should be, which the long way tells better.
 */
export function scanChat(bytes: Buffer): ScannedChat | null {
  if (bytes.length < worthIt || !isAscii(bytes)) return null;
  const body = new UnreadChat();
  const members = UnreadChat.membersOf(body);
  const facts: Found = { ...noFacts, fields: new Set<string>() };
  const found = { messages: false, fault: false };
  const end = walkObject(bytes, skipBlanks(bytes, 0), (member) => {
    const name = readName(bytes, member);
    found.fault = name === null || isKnown(name) || !noteMember(name, member);
    if (found.fault) return false;
    if (name === 'messages') found.messages = scanMessages(bytes, member.start, facts) === member.end;
    if (name === 'tools') noteTools(bytes, member, facts);
    return true;
  });

  function isKnown(name: string): boolean {
    return members.has(name) || (!rarelyRead.has(name) && name in body);
  }

  /** False when it is no JSON. */
  function noteMember(name: string, member: Member): boolean {
    if (!rarelyRead.has(name)) return readNow(body, name, bytes.toString('latin1', member.start, member.end));
    members.add(name, bytes.subarray(member.start, member.end));
    return true;
  }

  const isWhole = found.messages && !found.fault && end > 0 && skipBlanks(bytes, end) === bytes.length;
  return isWhole ? { body, facts } : null;
}

function noteTools(bytes: Buffer, { start, end }: Member, facts: Found): void {
  if (bytes[start] !== 0x5b || bytes[skipBlanks(bytes, start + 1)] === 0x5d) return;
  facts.tools = true;
  facts.chars += end - start;
}

type Found = { -readonly [Name in keyof ChatFacts]: ChatFacts[Name] } & { fields: Set<string> };

const noFacts = { chars: 0, vision: false, tools: false, developer: false, nullContent: false };

/** Index after the messages; -1 unless they are a list of at least one object with a role. */
function scanMessages(bytes: Buffer, from: number, facts: Found): number {
  let count = 0;
  const end = walkArray(bytes, from, (start) => {
    count += 1;
    facts.chars += charsOfMessage;
    let hasRole = false;
    const after = walkObject(bytes, start, (member) => {
      const name = readName(bytes, member);
      if (name === null) return false;
      facts.fields.add(name);
      if (name === 'role') hasRole = noteRole(bytes, member, facts);
      else if (name === 'content') return noteContent(bytes, member, facts);
      else if (name === 'tool_calls' && bytes[member.start] === 0x5b)
        facts.chars += member.end - member.start;
      return true;
    });
    return hasRole ? after : -1;
  });
  return count > 0 ? end : -1;
}

function noteRole(bytes: Buffer, { start, end }: Member, facts: Found): boolean {
  if (bytes[start] !== 0x22 || end - start < 3) return false;
  facts.developer ||= isText(bytes, start, end, developer);
  return true;
}

/** False when it cannot be understood. */
function noteContent(bytes: Buffer, { start, end }: Member, facts: Found): boolean {
  if (bytes[start] === 0x22) facts.chars += end - start - 2;
  else if (bytes[start] === 0x6e) facts.nullContent = true;
  else {
    const holder: JsonObject = {};
    if (!readNow(holder, 'content', bytes.toString('latin1', start, end))) return false;
    const said = contentFacts(holder.content);
    facts.chars += said.chars;
    facts.vision ||= said.vision;
  }
  return true;
}

const roleKey = Buffer.from('"role"');
const contentKey = Buffer.from('"content"');
const developer = Buffer.from('"developer"');

function isText(bytes: Buffer, start: number, end: number, wanted: Buffer): boolean {
  if (end - start !== wanted.length) return false;
  for (let at = 0; at < wanted.length; at += 1) if (bytes[start + at] !== wanted[at]) return false;
  return true;
}

/** A key without its quotes; null for one with escapes, which are nobody's habit. */
function readName(bytes: Buffer, { keyStart, keyEnd }: Member): string | null {
  if (isText(bytes, keyStart, keyEnd, roleKey)) return 'role';
  if (isText(bytes, keyStart, keyEnd, contentKey)) return 'content';
  const name = bytes.toString('latin1', keyStart + 1, keyEnd - 1);
  return name.includes('\\') || name === '__proto__' ? null : name;
}

function readNow(body: JsonObject, name: string, text: string): boolean {
  try {
    body[name] = JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * A body of which two members are still bytes. They are accessors of all such bodies, not of each: an accessor made for
 * one object is a shape of its own to V8, and everything that touched it would be compiled anew. `for in` sees them,
 * `Object.keys` and spreading do not: `copyOfBody` copies such a body.
 */
class UnreadChat {
  [field: string]: unknown;
  readonly #members = new UnreadMembers();

  static {
    for (const name of rarelyRead)
      Object.defineProperty(UnreadChat.prototype, name, {
        enumerable: true,
        get(this: UnreadChat) {
          return this.#members.read(name);
        },
      });
  }

  static membersOf(body: UnreadChat): UnreadMembers {
    return body.#members;
  }
}

class UnreadMembers {
  readonly #bytes = new Map<string, Buffer>();
  readonly #values = new Map<string, unknown>();

  has(name: string): boolean {
    return this.#bytes.has(name);
  }

  add(name: string, json: Buffer): void {
    this.#bytes.set(name, json);
  }

  /** @throws NoriaError invalid_request when it is no JSON */
  read(name: string): unknown {
    if (this.#values.has(name)) return this.#values.get(name);
    const text = this.#bytes.get(name)?.toString('latin1');
    if (text === undefined) return undefined;
    try {
      const value: unknown = JSON.parse(text);
      this.#values.set(name, value);
      return value;
    } catch {
      throw new NoriaError('invalid_request', `"${name}" is not JSON: ${locateJsonFault(text)}.`, {
        param: name,
      });
    }
  }
}
