import { formatTime } from '@card-member/sdk/contract'
import type { ActiveFault, RecordedNotification, RecordedRequest, SandboxState } from '@card-member/service/sandbox-wire'
import type { FaultView, RehearsalNotification, RehearsalRequest, RehearsalState } from '../contract/rehearsal.ts'
import { maskMessage } from './mask-message.ts'
import { masked } from './member.ts'
import { present } from './present.ts'

/** @param now Unix seconds by the desk's clock */
export function stateView({ clock, faults, forward }: SandboxState, now: number): RehearsalState {
  const theirs = secondsOf(clock.now)
  return present<RehearsalState>({
    clock: { mode: clock.mode, now: formatTime(theirs), ahead_seconds: theirs - now },
    // A sandbox lists rules that no longer apply as well.
    faults: faults.filter(({ remaining }) => remaining !== 0).map(faultView),
    forward: forward ?? undefined,
  })
}

function faultView({ id, rule, remaining, injected }: ActiveFault): FaultView {
  const { fault, on, probability, delay_ms, seconds } = rule
  return present<FaultView>({ fault_id: id, fault, on, remaining: remaining ?? undefined, injected, probability, delay_ms, seconds })
}

/** A request with what is personal masked; its signed message in five lines, the last of which is the whole body. */
export function requestView({ signed_message, signature, time, target, answer, ...request }: RecordedRequest): RehearsalRequest {
  return present<RehearsalRequest>({
    ...request,
    time: formatTime(secondsOf(time)),
    target: maskMessage(target),
    answer: answer === undefined ? undefined : maskMessage(answer),
    lines: signed_message === undefined ? undefined : linesOf(maskMessage(signed_message)),
    signature: signature && {
      ...signature,
      ...(signature.signed_line === undefined ? {} : { signed_line: maskMessage(signature.signed_line) }),
    },
  })
}

export function notificationView({ id, openid, next_time, ...notification }: RecordedNotification): RehearsalNotification {
  const { last_result, last_status, last_detail, ...rest } = notification
  return present<RehearsalNotification>({
    ...rest,
    notification_id: id,
    openid: masked(openid),
    next_time: formatTime(secondsOf(next_time)),
    last_result: last_result ?? undefined,
    last_status: last_status ?? undefined,
    last_detail: last_detail ?? undefined,
  })
}

// A line feed ends each of the five; the body may have some of its own.
function linesOf(message: string): string[] {
  const [method = '', target = '', timestamp = '', nonce = '', ...body] = message.split('\n')
  return [method, target, timestamp, nonce, body.join('\n').replace(/\n$/, '')]
}

function secondsOf(time: string): number {
  return Math.floor(Date.parse(time) / 1000)
}
