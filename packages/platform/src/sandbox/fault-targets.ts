import { downloadCertificates, events, operations } from '@card-member/sdk/contract'
import { callFaults, type FaultKind } from './fault-names.ts'

const calls: ReadonlySet<FaultKind> = new Set(callFaults)

/** What a fault can strike, by name: operations, or the events of notifications. */
export function faultTargets(fault: FaultKind): readonly string[] {
  return calls.has(fault) ? [...operations, downloadCertificates].map(({ id }) => id) : Object.keys(events)
}
