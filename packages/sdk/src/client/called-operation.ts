import type { Endpoint } from '../contract/operation.ts'
import type { Schema } from '../contract/schema.ts'

/** What a call needs to know of its operation, whether the contract declares it or not. */
export interface CalledOperation extends Pick<Endpoint, 'id' | 'path' | 'per_second' | 'repeat' | 'reply'> {
  readonly method: string
  readonly input: Schema
}
