import { downloadCertificates, events, operations } from '@card-member/sdk/contract'
import { callFaults, type FaultKind } from '@card-member/service/sandbox-wire'

const calls: ReadonlySet<FaultKind> = new Set(callFaults)

/** The names that a fault applies to: operations, or events of notifications. */
export function faultTargets(fault: FaultKind): readonly string[] {
  return calls.has(fault) ? [...operations, downloadCertificates].map(({ id }) => id) : Object.keys(events)
}
