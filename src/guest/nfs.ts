/**
 * An NFS server of the guest's kernel for its own client: what exportfs(8), rpc.mountd(8) and rpc.nfsd(8)
 * tell the kernel, told to it directly. NFSv4 alone, which needs neither rpcbind nor lockd.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { UntestedError } from '../errors.js';
import { BUSYBOX, run } from './command.js';
import { GuestPath } from './order.js';

const EXPORTED = path.join(GuestPath.TMP, 'export');
const CONTROL = '/proc/fs/nfsd';
const CACHES = '/proc/net/rpc';
/** The name under which the server knows its client. */
const CLIENT = 'holerace';
const ADDRESS = '127.0.0.1';
/** In seconds of the epoch, as far as 31 bits go. */
const NEVER = 2 ** 31 - 1;
/** nfsd(7), uapi/linux/nfsd/export.h: any port, asynchronous, no subtree check, named by a number. */
const FLAGS = 0x2 | 0x10 | 0x400 | 0x2000;
const NOBODY = 65534;
/** The type of a filesystem's id that is a number (fs/nfsd/nfsfh.h, FSID_NUM), and that number: the root's. */
const FSID_NUM = 1;
const ROOT_FSID = 0;
const SERVER_THREADS = 4;
/** The least that a server takes (fs/nfsd/nfsctl.c, __nfsd4_write_time). */
const GRACE_SECONDS = 10;

/** How the client mounts it. */
export const NFS_MOUNT = {
  type: 'nfs4',
  source: `${ADDRESS}:/`,
  options: `vers=4.1,addr=${ADDRESS},clientaddr=${ADDRESS},sec=sys`,
} as const;

/**
 * Exports a folder of the guest's memory, and starts the server.
 *
 * @throws UntestedError where the kernel has none, or does not take it
 */
export function serveNfs(): void {
  mkdirSync(EXPORTED, { recursive: true });
  need('the network', ['ifconfig', 'lo', ADDRESS, 'up']);
  need('the exported folder', ['mount', '-t', 'tmpfs', 'export', EXPORTED]);
  need('the server (NFSD)', ['mount', '-t', 'nfsd', 'nfsd', CONTROL]);
  // fs/nfsd/export.c and net/sunrpc/svcauth_unix.c: which address is whose, what number is which folder, what may be done with it.
  tell(`${CACHES}/auth.unix.ip/channel`, `nfsd ${ADDRESS} ${NEVER} ${CLIENT}`);
  const fsid = `\\x${ROOT_FSID.toString(16).padStart(8, '0')}`;
  tell(`${CACHES}/nfsd.export/channel`, exportLine());
  tell(`${CACHES}/nfsd.fh/channel`, `${CLIENT} ${FSID_NUM} ${fsid} ${NEVER} ${EXPORTED}`);
  tell(`${CONTROL}/versions`, '-3 +4 +4.1');
  shortenGrace();
  tell(`${CONTROL}/threads`, `${SERVER_THREADS}`);
}

/**
 * At its start a server waits for clients that reclaim what they had open, and lets nobody else open anything:
 * for 90 s, unless told otherwise before.
 */
function shortenGrace(): void {
  tell(`${CONTROL}/nfsv4leasetime`, `${GRACE_SECONDS}`);
  tell(`${CONTROL}/nfsv4gracetime`, `${GRACE_SECONDS}`);
}

function exportLine(): string {
  return [CLIENT, EXPORTED, NEVER, FLAGS, NOBODY, NOBODY, ROOT_FSID].join(' ');
}

function need(what: string, args: readonly string[]): void {
  const failed = run(BUSYBOX, args);
  if (failed !== null)
    throw new UntestedError(`an NFS server cannot be had in this kernel, ${what}: ${failed}`);
}

function tell(file: string, line: string): void {
  try {
    writeFileSync(file, `${line}\n`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UntestedError(`the NFS server does not take its settings: ${file} says ${code}`);
  }
}
