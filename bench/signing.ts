import { fork } from 'node:child_process'
import { generateKeyPairSync, sign } from 'node:crypto'
import { fileURLToPath } from 'node:url'

const seconds = 3

/** RSA-2048 signatures per second that two processes make together: the most that two cores can answer. */
export async function signaturesPerSecond(): Promise<number> {
  const counts = await Promise.all([countInProcess(), countInProcess()])
  return (counts[0] + counts[1]) / seconds
}

function countInProcess(): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url))
    child.on('message', (count) => resolve(Number(count)))
    child.on('error', reject)
  })
}

if (import.meta.main) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const message = Buffer.alloc(300, 'a')
  for (let warm = 0; warm < 200; warm++) sign('sha256', message, privateKey)
  const end = performance.now() + seconds * 1000
  let count = 0
  for (; performance.now() < end; count++) sign('sha256', message, privateKey)
  process.send?.(count, () => process.disconnect())
}
