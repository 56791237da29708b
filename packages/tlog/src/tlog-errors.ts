/** Languages that messages exist in. */
export type Language = 'en' | 'zh-CN'

/** A text in each language. */
export type LocalizedText = Readonly<Record<Language, string>>

/** A part of a message: a name or a number, the same in every language, or a text in each. */
export type TextPart = string | number | LocalizedText

type ErrorText = (subject: string, detail: string, more: string) => LocalizedText

/** Makes a text of its wording in each language. */
export function text({ zh, en }: { readonly zh: string; readonly en: string }): LocalizedText {
  return { 'zh-CN': zh, en }
}

/** What messages speak of, in each language. */
export const terms = {
  inclusionProof: text({ zh: '包含证明', en: 'The inclusion proof' }),
  consistencyProof: text({ zh: '一致性证明', en: 'The consistency proof' }),
  verifierKey: text({ zh: '验证密钥（vkey）', en: 'The verifier key' }),
  // A message never shows a private key.
  signingKey: text({ zh: '签名密钥', en: 'The signing key' }),
} as const

/**
 * Every error of this package by its code.
 *
 * @example
 * const codes = Object.keys(tlogErrors)
 */
export const tlogErrors = {
  INTEGER_INVALID: (name, value, range) =>
    text({ zh: `${name} 为 ${value}，应为 ${range} 之间的整数。`, en: `${name} is ${value}; it must be a whole number in ${range}.` }),
  HASH_INVALID: (name) => text({ zh: `${name} 应为 32 字节的哈希值。`, en: `${name} must be a hash of 32 bytes.` }),
  TREE_STATE_INVALID: (size, count, expected) =>
    text({
      zh: `大小为 ${size} 的树有 ${count} 个哈希值，应为 ${expected} 个。`,
      en: `The state of a tree of size ${size} has ${count} hashes; it must have ${expected}.`,
    }),
  NOTE_MALFORMED: (line) =>
    text({
      zh: `签名文本（signed note）第 ${line} 行格式错误。请重新获取原文件。`,
      en: `Line ${line} of the signed note is malformed. Get the original file again.`,
    }),
  NOTE_TOO_LARGE: (limit) =>
    text({ zh: `签名文本（signed note）超过上限 ${limit}。`, en: `The signed note is larger than the limit of ${limit}.` }),
  NOTE_NOT_TEXT: () =>
    text({
      zh: '签名文本（signed note）不是 UTF-8，或含有控制字符。',
      en: 'The signed note is not UTF-8, or contains control characters.',
    }),
  NOTE_NOT_SIGNED: (subject) =>
    text({
      zh: `签名文本没有可信密钥的签名。可信密钥：${subject}。`,
      en: `The note has no signature of a trusted key. Trusted: ${subject}.`,
    }),
  SIGNATURE_INVALID: (subject) =>
    text({
      zh: `${subject} 的签名与签名文本不符，请勿信任其内容。`,
      en: `The signature of ${subject} does not match the note. Do not trust its content.`,
    }),
  KEY_MALFORMED: (subject) =>
    text({
      zh: `${subject}格式错误。应为“名称+8 位十六进制密钥编号+Base64”，且三部分相互吻合。`,
      en: `${subject} is malformed. It must be NAME+KEY_ID+BASE64, with the 8 hexadecimal digits of the key id that name and key give.`,
    }),
  KEY_NAME_INVALID: (name) =>
    text({
      zh: `密钥名称“${name}”无效：不能为空，不能含空白、控制字符或加号。`,
      en: `The key name "${name}" is invalid: it must not be empty or contain spaces, control characters or a plus sign.`,
    }),
  KEYS_AMBIGUOUS: (name) =>
    text({
      zh: `有两个可信密钥的名称和编号都是 ${name}。请只保留一个。`,
      en: `Two trusted keys have the name and key id ${name}. Keep one of them.`,
    }),
  KEY_TYPE_UNSUPPORTED: (subject, detail) =>
    text({
      zh: `${subject}的签名类型为 ${detail}，应为 0x01（Ed25519）或 0x04（cosignature/v1）。`,
      en: `The signature type of ${subject} is ${detail}; it must be 0x01 (Ed25519) or 0x04 (cosignature/v1).`,
    }),
  CHECKPOINT_MALFORMED: (line) =>
    text({ zh: `检查点（checkpoint）第 ${line} 行格式错误。`, en: `Line ${line} of the checkpoint is malformed.` }),
  ORIGIN_UNEXPECTED: (subject, detail) =>
    text({
      zh: `检查点属于日志 ${subject}，应为 ${detail}。`,
      en: `The checkpoint is of the log ${subject}; ${detail} is expected.`,
    }),
  PROOF_INVALID: (subject) =>
    text({
      zh: `${subject}不成立：数据、位置或树与证明不符。`,
      en: `${subject} does not hold: data, position or tree are not those of the proof.`,
    }),
  QUORUM_MISSED: (count, quorum) =>
    text({
      zh: `检查点只有 ${count} 个可信见证方的联署，至少需要 ${quorum} 个。`,
      en: `The checkpoint has cosignatures of ${count} trusted witnesses; at least ${quorum} are needed.`,
    }),
  PROOF_MALFORMED: (line) =>
    text({ zh: `证明文件（.tlog-proof）第 ${line} 行格式错误。`, en: `Line ${line} of the .tlog-proof file is malformed.` }),
  PROOF_WITHOUT_ENTRY: () =>
    text({
      zh: '证明文件（.tlog-proof）不含条目内容。请另外提供该条目的原始字节。',
      en: 'The .tlog-proof file does not contain the entry. Give the bytes of the entry too.',
    }),
  WITNESS_REQUEST_MALFORMED: (line) =>
    text({ zh: `见证请求第 ${line} 行格式错误。`, en: `Line ${line} of the request to the witness is malformed.` }),
  WITNESS_UNREACHABLE: (url, reason) =>
    text({
      zh: `无法连接见证方 ${url}（${reason}）。请检查地址和网络。`,
      en: `The witness ${url} cannot be reached (${reason}). Check the address and the network.`,
    }),
  WITNESS_REFUSED: (url, status, reason) =>
    text({
      zh: `见证方 ${url} 拒绝联署，状态码 ${status}（${reason}）。`,
      en: `The witness ${url} did not cosign: status ${status} (${reason}).`,
    }),
  WITNESS_AHEAD: (url, known, size) =>
    text({
      zh: `见证方 ${url} 已联署过 ${known} 条的检查点，本日志只有 ${size} 条：日志可能被回退。请与备份和旧检查点核对。`,
      en: `The witness ${url} cosigned a checkpoint of ${known} entries; this log has ${size}. The log may have been rolled back: compare it with backups and older checkpoints.`,
    }),
  ENTRY_TOO_LONG: (length, limit) =>
    text({ zh: `条目最多 ${limit} 字节，实际 ${length} 字节。`, en: `An entry has at most ${limit} bytes; this one has ${length}.` }),
  FILE_MISSING: (path) => text({ zh: `已发布的日志缺少文件 ${path}。`, en: `The published log has no file ${path}.` }),
  FETCH_FAILED: (url, reason) =>
    text({
      zh: `无法读取 ${url}（${reason}）。请检查地址和网络。`,
      en: `${url} cannot be read (${reason}). Check the address and the network.`,
    }),
  ROOT_MISMATCH: (size) =>
    text({
      zh: `已发布的 ${size} 条内容与检查点的根哈希不符：内容被改动过。`,
      en: `The ${size} published entries do not give the root hash of the checkpoint: they were changed.`,
    }),
  TILE_MISMATCH: (path) =>
    text({ zh: `${path} 与条目内容不符：内容被改动过。`, en: `${path} does not match the entries: one of them was changed.` }),
  TILE_MALFORMED: (path) => text({ zh: `${path} 不是有效的分片（tile），请重新获取。`, en: `${path} is not a valid tile. Get it again.` }),
} as const satisfies Readonly<Record<string, ErrorText>>

/** The codes of {@link TlogError}; stable, unlike the texts. */
export type TlogErrorCode = keyof typeof tlogErrors
