import type { LookupFunction } from 'node:net';
import { describe, expect, test } from 'vitest';
import { parseAllowedHosts } from '../../config/allowed-hosts.ts';
import { ipKind } from '../../config/ip-kind.ts';
import { AddressRefused, createGuard } from './guard.ts';

/** Names as they are in these tests. */
const names: Readonly<Record<string, readonly string[] | undefined>> = {
  '11.0.0.1.example': ['192.168.1.1'],
  'inside.example.': ['10.0.0.5'],
  'public.example': ['93.184.216.34', '2606:2800:220:1::1'],
  'inside.example': ['10.0.0.5'],
  'mixed.example': ['93.184.216.34', '127.0.0.1'],
  'mapped.example': ['::ffff:169.254.169.254'],
  'zoned.example': ['fe80::1%eth0'],
  'nas.lan': ['192.168.1.9'],
};
const lookup: LookupFunction = (name, options, callback) => {
  const found = (names[name] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  if (found.length === 0) callback(Object.assign(new Error('unknown'), { code: 'ENOTFOUND' }), '');
  else if (options.all === true) callback(null, found);
  else callback(null, found[0]!.address, found[0]!.family);
};
const guardOf = (allowed = '') => createGuard({ allowedHosts: parseAllowedHosts(allowed) ?? [], lookup });

describe('the kind of an address', () => {
  test.each([
    ['8.8.8.8', 'public'],
    ['2606:4700::1111', 'public'],
    ['64:ff9b::808:808', 'public'],
    ...[
      '127.0.0.1',
      '127.255.1.2',
      '10.0.0.1',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.0.1',
      '100.64.0.1',
      '0.0.0.0',
      '0.1.2.3',
      '::',
      '::1',
      'fc00::1',
      'fd12:3456::1',
      '::ffff:127.0.0.1',
      '::ffff:a00:1',
      '::127.0.0.1',
      '::7f00:1',
      '64:ff9b::7f00:1',
      '64:ff9b::a00:1',
      '2002:7f00:1::',
      '2002:c0a8:101::1',
    ].map((ip) => [ip, 'private']),
    ...[
      '169.254.169.254',
      'fe80::1',
      'fd00:ec2::254',
      '100.100.100.200',
      '192.0.0.192',
      '168.63.129.16',
      '::ffff:169.254.169.254',
      '64:ff9b::a9fe:a9fe',
      '2002:a9fe:a9fe::',
    ].map((ip) => [ip, 'link_local']),
    ...[
      '224.0.0.1',
      '239.1.2.3',
      '255.255.255.255',
      '240.0.0.1',
      '192.0.2.1',
      '198.18.0.1',
      '203.0.113.1',
      'ff02::1',
      '2001:db8::1',
      '2001:0:1::1',
      '100::1',
      'fec0::1',
      '4000::1',
      '64:ff9b:1::7f00:1',
      '::ffff:0:7f00:1',
    ].map((ip) => [ip, 'reserved']),
  ])('%s is %s', (ip, kind) => expect(ipKind(ip)).toBe(kind));
});

describe('as written', () => {
  test.each([
    'http://127.0.0.1/',
    'http://127.1/',
    'http://2130706433/',
    'http://0177.0.0.1/',
    'http://0x7f.0.0.1/',
    'http://0x7f000001/',
    'http://017700000001/',
    'http://0/',
    'http://127.0.0.1./',
    'http://127。0。0。1/',
    'http://①②⑦.0.0.1/',
    'http://１２７.0.0.1/',
    'http:\\\\127.0.0.1/',
    'http:127.0.0.1',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[::]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://localhost/',
    'http://LOCALHOST:80/',
    'http://localhost./',
    'http://localhost../',
    'http://local%68ost/',
    'http://a.b.localhost/',
    'http://169.254.169.254/latest/meta-data/',
    'http://10.1.2.3:99/',
    'http://public.example@127.0.0.1/',
    'http://127.0.0.1:80@public.example/',
    'https://user@public.example/',
    'file:///etc/passwd',
    'ftp://public.example/',
    'gopher://public.example/',
    'data:text/plain,x',
    'javascript:1',
    'ws://public.example/',
    'http://',
    '//public.example/',
    'public.example',
    '',
    'http://public.example\u0000.evil/',
  ])('%j is refused', (address) => {
    expect(() => guardOf().check(address)).toThrow(AddressRefused);
    expect(() => guardOf().check(address)).toThrow('allowed: ');
  });

  test.each([
    'http://public.example/',
    'https://public.example:8443/a?b',
    'http://8.8.8.8:6379/',
    'http://[2606:4700::1111]/',
  ])('%s passes: any port', (address) => expect(guardOf().check(address).href).toBe(address));

  test('a refusal does not show a password', () => {
    expect(() => guardOf().check('http://me:s3cret@public.example/')).toThrow(/^(?!.*s3cret)/s);
  });
});

describe('by what a name leads to', () => {
  test.each([
    'inside.example',
    'mixed.example',
    'mapped.example',
    'zoned.example',
    'nas.lan',
    'inside.example.',
  ])('%s is refused', (name) =>
    expect(guardOf().checkResolved(`http://${name}/`)).rejects.toThrow(AddressRefused),
  );

  test('a name of a public server, and one that nobody knows, passes', async () => {
    await guardOf().checkResolved('http://public.example/');
    await guardOf().checkResolved('http://nobody.example/');
  });

  test('a connection is given the addresses that were checked, in the form it asks for', () => {
    const given: unknown[] = [];
    guardOf().lookup('public.example', { all: true }, (...told) => given.push(told));
    guardOf().lookup('public.example', {}, (...told) => given.push(told));
    guardOf().lookup('mixed.example', {}, (error, address) => given.push([error?.name, address]));
    expect(given).toEqual([
      [
        null,
        [
          { address: '93.184.216.34', family: 4 },
          { address: '2606:2800:220:1::1', family: 6 },
        ],
      ],
      [null, '93.184.216.34', 4],
      ['AddressRefused', ''],
    ]);
  });
});

describe('NORIA_ALLOWED_HOSTS', () => {
  test.each([
    ['127.0.0.1', 'http://127.1:9000/'],
    ['10.0.0.0/8', 'http://10.200.1.1/'],
    ['10.0.0.0/8', 'http://inside.example/'],
    ['nas.lan', 'http://NAS.lan:8000/v1'],
    ['nas.lan, localhost', 'http://localhost:11434/'],
    ['fd00::/8', 'http://[fd12::1]/'],
    ['169.254.169.254', 'http://169.254.169.254/'],
    ['192.168.0.0/16', 'http://nas.lan/'],
  ])('%s lets %s pass', (allowed, address) => guardOf(allowed).checkResolved(address));

  test.each([
    ['127.0.0.1', 'http://127.0.0.2/'],
    ['10.0.0.0/8', 'http://11.0.0.1.example/'],
    ['10.0.0.0/8', 'http://mixed.example/'],
    ['0.0.0.0/0', 'http://169.254.169.254/'],
    ['::/0', 'http://[fd00:ec2::254]/'],
    ['nas.lan', 'http://inside.example/'],
    ['public.example', 'http://inside.example/'],
  ])('%s does not let %s pass', async (allowed, address) => {
    await expect(guardOf(allowed).checkResolved(address)).rejects.toThrow('NORIA_ALLOWED_HOSTS');
  });

  test.each(['http://x', 'a b', 'x:80', '10.0.0.0/33', '/8', '999.1.1.1', ',', '*'])(
    '%j is not allowed',
    (text) => {
      expect(parseAllowedHosts(text)).toBeUndefined();
    },
  );
});
