/**
 * nfs: a server of the guest's kernel for its own client. What exportfs(8), rpc.mountd(8) and rpc.nfsd(8) tell the
 * kernel is told to it directly. NFSv4 alone, which needs neither rpcbind nor lockd.
 */
import {
  type Filesystem,
  GUEST_SCRATCH,
  NO_DEVICE,
  NOTHING_TO_MAKE,
  type Preparation,
} from './filesystem.js';

const EXPORTED = `${GUEST_SCRATCH}/export`;
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
const FSID = `\\x${ROOT_FSID.toString(16).padStart(8, '0')}`;
const SERVER_THREADS = 4;
/**
 * At its start a server waits for clients that reclaim what they had open, and lets nobody else open anything: for
 * 90 s, unless told otherwise before. The least that it takes (fs/nfsd/nfsctl.c, __nfsd4_write_time).
 */
const GRACE_SECONDS = 10;

const EXPORT_LINE = [CLIENT, EXPORTED, NEVER, FLAGS, NOBODY, NOBODY, ROOT_FSID].join(' ');

function command(what: string, ...busybox: string[]): Preparation {
  return { busybox, needs: `an NFS server cannot be had in this kernel, ${what}` };
}

function tell(to: string, write: string): Preparation {
  return { write, to, needs: 'the NFS server does not take its settings' };
}

export const nfs = {
  ...NOTHING_TO_MAKE,
  not: { dax: NO_DEVICE },
  notInVm: null,
  medium: 'memory',
  modules: ['nfsd', 'nfsv4'],
  prepare: [
    { folder: EXPORTED },
    command('the network', 'ifconfig', 'lo', ADDRESS, 'up'),
    command('the exported folder', 'mount', '-t', 'tmpfs', 'export', EXPORTED),
    command('the server (NFSD)', 'mount', '-t', 'nfsd', 'nfsd', CONTROL),
    // fs/nfsd/export.c and net/sunrpc/svcauth_unix.c: which address is whose, what number is which folder, what may be done with it.
    tell(`${CACHES}/auth.unix.ip/channel`, `nfsd ${ADDRESS} ${NEVER} ${CLIENT}`),
    tell(`${CACHES}/nfsd.export/channel`, EXPORT_LINE),
    tell(`${CACHES}/nfsd.fh/channel`, `${CLIENT} ${FSID_NUM} ${FSID} ${NEVER} ${EXPORTED}`),
    tell(`${CONTROL}/versions`, '-3 +4 +4.1'),
    tell(`${CONTROL}/nfsv4leasetime`, `${GRACE_SECONDS}`),
    tell(`${CONTROL}/nfsv4gracetime`, `${GRACE_SECONDS}`),
    tell(`${CONTROL}/threads`, `${SERVER_THREADS}`),
  ],
  mount: {
    type: 'nfs4',
    source: `${ADDRESS}:/`,
    options: ['vers=4.1', `addr=${ADDRESS}`, `clientaddr=${ADDRESS}`, 'sec=sys'],
  },
} as const satisfies Filesystem;
