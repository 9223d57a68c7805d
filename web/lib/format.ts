import { agoFormat, dateFormat, numberFormat } from './formatters.ts';
import type { Language } from './i18n.ts';

// Numbers and times as the reader's language, region and time zone have them.

/** `1 234`, `1,234`. */
export function formatCount(amount: number, language: Language): string {
  return numberFormat(language, { maximumFractionDigits: amount < 10 ? 2 : 0 }).format(amount);
}

/** `12,3 k` where there is no room. */
export function formatShort(amount: number, language: Language): string {
  return numberFormat(language, { notation: 'compact', maximumFractionDigits: 1 }).format(amount);
}

export function formatShare(share: number, language: Language): string {
  return numberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(share);
}

/** Small sums keep their cents' fractions. */
export function formatUsd(usd: number, language: Language): string {
  return numberFormat(language, {
    style: 'currency',
    currency: 'USD',
    maximumFractionDigits: usd !== 0 && usd < 0.1 ? 4 : 2,
  }).format(usd);
}

/** `412 ms`, `1,8 s`, `2 min 5 s`. */
export function formatDuration(ms: number, language: Language): string {
  if (ms < 1_000) return `${numberFormat(language).format(Math.round(ms))}\u00a0ms`;
  if (ms < 60_000) return `${numberFormat(language, { maximumFractionDigits: 1 }).format(ms / 1_000)}\u00a0s`;
  const seconds = Math.round(ms / 1_000);
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  if (hours === 0) return `${minutes}\u00a0min ${seconds % 60}\u00a0s`;
  return `${hours}\u00a0h ${minutes}\u00a0min`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** What is left until a moment, as a clock: `04:09`, `1:04:09`. */
export function formatCountdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000));
  const hours = Math.floor(seconds / 3_600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours === 0 ? rest : `${hours}:${rest}`;
}

/** The hour alone for today, with the day for any other. */
export function formatMoment(iso: string, language: Language, now = new Date()): string {
  const at = new Date(iso);
  const time = dateFormat(language, { timeStyle: 'short' }).format(at);
  if (isToday(iso, now)) return time;
  return `${dateFormat(language, { day: 'numeric', month: 'short' }).format(at)}, ${time}`;
}

export function isToday(iso: string, now = new Date()): boolean {
  return new Date(iso).toDateString() === now.toDateString();
}

/** To the second, for tables and titles. */
export function formatExact(iso: string, language: Language): string {
  return dateFormat(language, { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(iso));
}

const steps = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** `il y a 3 minutes`, `in 2 hours`. */
export function formatAgo(iso: string, language: Language, now = Date.now()): string {
  const ms = new Date(iso).getTime() - now;
  const [unit, size] = steps.find(([, length]) => Math.abs(ms) >= length) ?? ['second', 1_000];
  return agoFormat(language, { numeric: 'auto' }).format(Math.round(ms / size), unit);
}
