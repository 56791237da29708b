import { text } from '@card-member/sdk/contract'

/** Errors about batches and settings. */
export const batchErrors = {
  batch_unknown: { status: 404, message: text({ zh: '没有该批次', en: 'There is no such batch' }) },
  batch_state: { status: 409, message: text({ zh: '批次当前状态不允许该操作', en: 'The state of the batch does not allow this' }) },
  preparing_interrupted: {
    status: 409,
    message: text({
      zh: '服务台在读取该文件时停止了，请重新上传',
      en: 'The desk stopped while it read this file: upload it again',
    }),
  },
  batch_file: { status: 400, message: text({ zh: '批次文件无法使用', en: 'The file cannot be used as a batch' }) },
  batch_file_again: {
    status: 409,
    message: text({
      zh: '相同的文件已上传过；如确需再次上传，请说明原因',
      en: 'The same file was uploaded before: to upload it again, give a reason',
    }),
  },
  approver_is_author: {
    status: 403,
    message: text({
      zh: '制作人不能审批自己的批次，请由另一名员工审批',
      en: 'The author of a batch cannot approve it: another staff member approves it',
    }),
  },
  approver_took_part: {
    status: 403,
    message: text({
      zh: '要求检查该批次的人，及登记其中同意的人，不能审批该批次',
      en: 'Whoever requested the check of a batch, or recorded a consent that it uses, cannot approve it',
    }),
  },
  approval_ended: {
    status: 409,
    message: text({
      zh: '批次的审批已失效，须重新审批',
      en: 'The approval of the batch has ended: approve it again',
    }),
  },
  rows_unseen: {
    status: 409,
    message: text({
      zh: '请先查看抽出的样本行，再输入张数',
      en: 'Open the sample rows of the plan before you type its number of cards',
    }),
  },
  count_wrong: { status: 400, message: text({ zh: '输入的张数与计划不一致', en: 'The number of cards does not match the plan' }) },
  plan_changed: { status: 409, message: text({ zh: '计划已变更，须重新审批', en: 'The plan has changed: approve it again' }) },
  rehearsal_needed: {
    status: 409,
    message: text({
      zh: '该品牌要求先演练：计划中的每张卡都须先在沙箱连接上作废',
      en: 'This brand requires a rehearsal: end every card of the plan on a sandbox connection first',
    }),
  },
  card_unknown: { status: 404, message: text({ zh: '没有该会员卡', en: 'There is no such card' }) },
  setting_wrong: { status: 400, message: text({ zh: '设置的值无效', en: 'The value of a setting is wrong' }) },
  reason_missing: { status: 400, message: text({ zh: '请说明原因', en: 'Give a reason' }) },
} as const
