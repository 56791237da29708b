declare module 'virtual:operations' {
  import type { DeskContract, DeskFiles } from '@card-member/desk/contract'

  /** How an operation travels. */
  interface Travel {
    readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
    /** With `{placeholders}`. */
    readonly path: string
    /** Fields that travel in the query. */
    readonly query?: readonly string[]
    /** The other fields travel as a JSON body. */
    readonly body?: boolean
  }

  export const operations: Readonly<Record<keyof DeskContract | keyof DeskFiles, Travel>>
}
