import { existsSync, statfsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { canWrite, isHeld } from '../is-held.ts';
import { findingsOf, type Finding } from './finding.ts';

export interface Folder {
  /** A Noria has it; nothing in it may be opened. */
  readonly isLocked: boolean;
  readonly findings: readonly Finding[];
}

const { ok, note, todo } = findingsOf('Data folder');
const mebibyte = 1024 * 1024;
/** Below it a day of traces may not fit; below the second the next write may fail. */
const scarce = 1024 * mebibyte;
const tooLittle = 200 * mebibyte;

/** Rights, space and lock of the data folder. Nothing is made in it. */
export function checkFolder(folder: string): Folder {
  if (!existsSync(folder))
    return { isLocked: false, findings: [checkParent(folder), checkSpace(nearestFolder(folder))] };
  const isLocked = isHeld(folder);
  const lock = isLocked ? note('in use by a running Noria') : ok('free: no Noria runs on it');
  return { isLocked, findings: [...checkRights(folder), checkSpace(folder), lock] };
}

function checkParent(folder: string): Finding {
  const parent = nearestFolder(folder);
  if (canWrite(parent)) return note(`${folder} is not there yet: the first start makes it`);
  return todo(
    `${folder} is not there, and this user may not write to ${parent}`,
    'Set NORIA_DATA to a folder that this user may write to.',
  );
}

function checkRights(folder: string): Finding[] {
  if (!statSync(folder).isDirectory()) return [todo(`${folder} is no folder`, 'Set NORIA_DATA to a folder.')];
  if (!canWrite(folder))
    return [
      todo(
        `this user may not write to ${folder}`,
        'Run Noria as the owner of the folder, or set NORIA_DATA to another one.',
      ),
    ];
  const open = [folder, join(folder, 'master.key'), join(folder, 'noria.sqlite')].filter(isOpenToOthers);
  if (open.length === 0) return [ok(`${folder} can be written, by its owner alone`)];
  return [
    todo(
      `others on this machine can read ${open.join(', ')}`,
      `chmod go-rwx ${open.map((path) => `'${path}'`).join(' ')}`,
    ),
  ];
}

/** The tables are as closed as their folder. */
function isOpenToOthers(path: string): boolean {
  if (process.platform === 'win32') return false;
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined || (stat.mode & 0o077) === 0) return false;
  return stat.isDirectory() || !isClosed(dirname(path));
}

function isClosed(folder: string): boolean {
  return (statSync(folder).mode & 0o077) === 0;
}

function checkSpace(folder: string): Finding {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const shown = free > 10 * scarce ? `${Math.round(free / scarce)} GB` : `${Math.round(free / mebibyte)} MB`;
  if (free < tooLittle)
    return todo(`only ${shown} free on the disk of ${folder}`, 'Make room: Noria cannot keep its counts.');
  return free < scarce ? note(`${shown} free on the disk: little`) : ok(`${shown} free on the disk`);
}

function nearestFolder(path: string): string {
  return existsSync(path) ? path : nearestFolder(dirname(path));
}
