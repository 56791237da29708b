import { Worker } from 'node:worker_threads'

// What passes through lives for one statement; V8 would let far more of it pile up than that.
const resourceLimits = { maxYoungGenerationSizeMb: 8 }
// As many as a desk and a platform in one process have between them.
const most = 6
const idle: Worker[] = []

/** A thread that has no file open. One that has closed its file is taken again: starting one takes longer than most databases are open. */
export function takeThread(): Worker {
  const thread = idle.pop() ?? startThread()
  thread.ref()
  return thread
}

/** Keeps a thread that has closed its file for the next one; the process need not wait for it to end. */
export function giveBack(thread: Worker): void {
  thread.unref()
  if (idle.length < most) idle.push(thread)
  else void thread.terminate()
}

function startThread(): Worker {
  // The worker is beside this file: as source in the repository, as JavaScript in the published package.
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  return new Worker(new URL(`./sqlite-worker.${extension}`, import.meta.url), { resourceLimits })
}
