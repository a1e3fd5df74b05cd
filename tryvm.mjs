import { raceInVm } from '/work/main/build/src/vm/race-in-vm.js';
import { resolveKernel } from '/work/main/build/src/kernels/resolve.js';
import pino from 'pino';
const k=await resolveKernel(process.argv[2],null);
const t=performance.now();globalThis.T0=t;
const r=await raceInVm({kernel:k,plan:{scenarios:["stale-zero-page","fault-write-race"],seconds:+(process.argv[4]??10),attempts:null,seed:7,expect:'dax',evidenceLimit:2},filesystems:(process.argv[3]??'ext4').split(','),pmem:process.argv[5]??'memmap',cpus:2,memoryMib:1024,pmemMib:512,accel:'tcg',timeoutSeconds:600,signal:new AbortController().signal,log:pino.default({level:'debug'},pino.default.destination(2)),sink:(x)=>console.error(((performance.now()-t)/1000).toFixed(1),JSON.stringify(x).slice(0,200))});
console.log(JSON.stringify(r,null,1), (performance.now()-t)/1000);
process.exit(0)
