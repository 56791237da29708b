import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'
import { useSecondFactor } from '../shell/second-factor.tsx'
import { type ApiError, hasCode } from './api-error.ts'
import { call } from './call.ts'
import type { InputOf, OperationId, ReplyOf } from './types.ts'

/** What follows an act. */
export interface ActOptions<Id extends OperationId> {
  /** Reads that its success makes stale. */
  readonly refresh?: readonly OperationId[]
  /** Whether a fresh second factor is asked for first. When the person leaves that question, nothing is sent. */
  readonly second_factor?: boolean
  readonly onDone?: (reply: ReplyOf<Id>, input: InputOf<Id>) => void
}

/**
 * An operation that changes something, sent once for each press and never again by itself. `data` is undefined, too, when the person left the
 * question for the second factor.
 *
 * @example
 * const stop = useAct('stopInvitation', { refresh: ['listInvitations'] })
 * <Button loading={stop.isPending} onClick={() => stop.mutate({ invitation_id })}>
 */
export function useAct<Id extends OperationId>(
  id: Id,
  { refresh = [], second_factor = false, onDone }: ActOptions<Id> = {},
): UseMutationResult<ReplyOf<Id> | undefined, ApiError, InputOf<Id>> {
  const client = useQueryClient()
  const confirm = useSecondFactor()
  return useMutation<ReplyOf<Id> | undefined, ApiError, InputOf<Id>>({
    mutationFn: async (input) => {
      if (second_factor && !(await confirm())) return undefined
      try {
        return await call(id, input)
      } catch (error) {
        // The desk did nothing, for its clock is ahead of this one: it is asked once more, after another second factor.
        if (!second_factor || !hasCode(error, 'SECOND_FACTOR_NEEDED') || !(await confirm({ anew: true }))) throw error
        return call(id, input)
      }
    },
    onSuccess: (reply, input) => {
      if (reply === undefined) return
      for (const read of refresh) void client.invalidateQueries({ queryKey: [read] })
      onDone?.(reply, input)
    },
  })
}
