import type { IncomingMessage } from 'node:http'
import { PlatformError } from '@card-member/sdk/contract'

/** What bodies may take. */
export interface BodyLimits {
  /** How long a body may take to arrive. */
  readonly body_ms: number
  /** Bytes of all bodies in memory at once. */
  readonly body_bytes: number
}

/** One body on its way. */
interface Arriving {
  /** Ends it with a fault. */
  readonly stop: (fault: PlatformError) => void
}

function tooLarge(most: number): PlatformError {
  return new PlatformError('body_too_large', { issue: `at most ${most} bytes are allowed`, location: 'body' })
}

/** A body that its sender did not end. */
export class IncompleteBodyError extends Error {
  override readonly name = 'IncompleteBodyError'
}

/**
 * Reads bodies into memory: no more of it than has come, none for longer than it may take, and all together within one limit.
 * When that is reached, the body that has been on its way longest is given up: those that are sent in one go get through while
 * somebody holds others open.
 */
export class BodyReader {
  readonly #limits: BodyLimits
  readonly #arriving = new Set<Arriving>()
  #held = 0

  constructor(limits: BodyLimits) {
    this.#limits = limits
  }

  /**
   * Reads one body.
   *
   * @throws {PlatformError} body_too_large, body_slow, busy
   * @throws {IncompleteBodyError}
   */
  read(payload: IncomingMessage, most: number): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      if (Number(payload.headers['content-length'] ?? 0) > most) {
        reject(tooLarge(most))
        return
      }
      const chunks: Buffer[] = []
      let length = 0
      const end = () => {
        clearTimeout(timer)
        this.#held -= length
        this.#arriving.delete(arriving)
        payload.off('data', onData).off('end', onEnd).off('error', onCut).off('close', onCut)
      }
      const fail = (error: Error) => {
        end()
        chunks.length = 0
        reject(error)
      }
      const arriving: Arriving = { stop: fail }
      const timer = setTimeout(() => fail(new PlatformError('body_slow')), this.#limits.body_ms)
      const onData = (chunk: Buffer) => {
        if (length + chunk.length > most) {
          fail(tooLarge(most))
          return
        }
        length += chunk.length
        this.#held += chunk.length
        chunks.push(chunk)
        while (this.#held > this.#limits.body_bytes && this.#arriving.has(arriving)) {
          const [oldest = arriving] = this.#arriving
          oldest.stop(new PlatformError('busy'))
        }
      }
      const onEnd = () => {
        end()
        resolve(Buffer.concat(chunks, length))
      }
      const onCut = () => fail(new IncompleteBodyError('the connection ended before the body did'))
      this.#arriving.add(arriving)
      payload.on('data', onData).on('end', onEnd).on('error', onCut).on('close', onCut)
    })
  }
}
