import { text } from '@card-member/sdk/protocol'

/** Words of `card-member doctor`. */
export const doctorWords = {
  summary: text({
    zh: '逐项检查凭证文件，再发起一次无害的签名查询，并指出问题所在。',
    en: 'Check a credential file field by field, then read one template by a signed call, and report what is wrong.',
  }),
  brand: text({
    zh: '用于查询的品牌 ID；不填则不检查权限，命令以 1 结束',
    en: 'brand of the signed call; without it the permission is not checked, and the exit code is 1',
  }),
  json: text({ zh: '在标准输出打印一个 JSON 对象', en: 'one JSON object on standard output' }),
  allGood: text({ zh: '一切正常。', en: 'All good.' }),
  notGood: (count: number) => text({ zh: `有 ${count} 处需要修正。`, en: `${count} to correct.` }),
  notChecked: (checks: readonly string[]) =>
    text({
      zh: `未检查：${checks.join('、')}。是否正常尚不可知。`,
      en: `Not checked: ${checks.join(', ')}. It may be wrong.`,
    }),
} as const
