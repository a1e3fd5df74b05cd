/**
 * cifs: a guest's kernel could serve a folder to itself by ksmbd, as it does by nfsd. But ksmbd asks a daemon what it
 * serves, and kernels of today refuse what an older daemon answers: each share must come with its `payload_sz`
 * (fs/smb/server/transport_ipc.c of 6.1.192, ipc_validate_msg), of which ksmbd-tools 3.4.7 of Debian 12 knows nothing.
 * Tried there: the session is set up, and then the tree is refused, BAD_NETWORK_NAME.
 */
import { type Filesystem, NO_DEVICE, NOTHING_TO_MAKE } from './filesystem.js';

export const cifs = {
  ...NOTHING_TO_MAKE,
  not: { dax: NO_DEVICE, 'page-cache': 'no run on it has been made' },
  notInVm:
    "its server, ksmbd, refuses what the daemon of Debian 12's ksmbd-tools answers, and holerace does not start another",
  medium: 'memory',
  modules: [],
  prepare: [],
  mount: { type: 'cifs', source: '', options: [] },
} as const satisfies Filesystem;
