import { type LocalizedText, type Static, Type, text } from '@card-member/sdk/contract'

/** Why a witness has no cosignature for a checkpoint: its words, which take the detail that goes with it. */
const words = {
  unreachable: (detail: string) => text({ zh: `无法连接（${detail}）`, en: `cannot be reached (${detail})` }),
  refused: (detail: string) => text({ zh: `拒绝联署，状态码 ${detail}`, en: `did not cosign: status ${detail}` }),
  ahead: (detail: string) =>
    text({
      zh: `已联署过 ${detail} 个事件，多于本日志：日志可能被回退`,
      en: `cosigned ${detail} events, more than this log has: the log may have been rolled back`,
    }),
  cosignature_wrong: () => text({ zh: '应答中没有有效的联署', en: 'its answer has no good cosignature' }),
  proof_missing: () =>
    text({
      zh: '缺少已存的哈希，无法出具一致性证明；请校验审计日志',
      en: 'stored hashes are missing, so there is no consistency proof; verify the audit log',
    }),
} satisfies Record<string, (detail: string) => LocalizedText>

/** What may be wrong with a witness. */
export type WitnessFailureCode = keyof typeof words

const codes = ['unreachable', 'refused', 'ahead', 'cosignature_wrong', 'proof_missing'] as const satisfies readonly WitnessFailureCode[]

/** Why the last attempt with a witness failed. */
export const WitnessFailure = Type.Object({
  code: Type.Enum([...codes]),
  detail: Type.Optional(
    Type.String({
      description:
        "Of `unreachable`: the network's reason. Of `refused`: the HTTP status. Of `ahead`: how many events the witness cosigned.",
    }),
  ),
})
/** Why the last attempt with a witness failed. */
export type WitnessFailure = Static<typeof WitnessFailure>

/**
 * Says why a witness has not cosigned.
 *
 * @example
 * witnessFailureText({ code: 'refused', detail: '403' }).en // 'did not cosign: status 403'
 */
export function witnessFailureText({ code, detail = '' }: WitnessFailure): LocalizedText {
  return words[code](detail)
}

/** Reads a failure as it was stored. */
export function readWitnessFailure(code: string | null, detail: string | null): WitnessFailure | null {
  const known = codes.find((one) => one === code)
  return known === undefined ? null : { code: known, ...(detail === null ? {} : { detail }) }
}
