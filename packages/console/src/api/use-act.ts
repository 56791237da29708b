import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'
import type { ApiError } from './api-error.ts'
import { call } from './call.ts'
import type { InputOf, OperationId, ReplyOf } from './types.ts'

/** What follows an act. */
export interface ActOptions<Id extends OperationId> {
  /** Reads that its success makes stale. */
  readonly refresh?: readonly OperationId[]
  readonly onDone?: (reply: ReplyOf<Id>, input: InputOf<Id>) => void
}

/**
 * An operation that changes something, sent once for each press and never again by itself.
 *
 * @example
 * const stop = useAct('stopInvitation', { refresh: ['listInvitations'] })
 * <Button loading={stop.isPending} onClick={() => stop.mutate({ invitation_id })}>
 */
export function useAct<Id extends OperationId>(
  id: Id,
  { refresh = [], onDone }: ActOptions<Id> = {},
): UseMutationResult<ReplyOf<Id>, ApiError, InputOf<Id>> {
  const client = useQueryClient()
  return useMutation<ReplyOf<Id>, ApiError, InputOf<Id>>({
    mutationFn: (input) => call(id, input),
    onSuccess: (reply, input) => {
      for (const read of refresh) void client.invalidateQueries({ queryKey: [read] })
      onDone?.(reply, input)
    },
  })
}
