import { withHead } from '@card-member/service'
import type { FastifyInstance } from 'fastify'
import type { Desk } from '../desk.ts'
import { sendPage } from './page.ts'

const withoutStaff = `<h1>服务台尚无员工</h1>
<p>首位管理员请在另一个终端执行服务台启动时打印的命令，用邀请链接加入：</p>
<p><code>npx card-member desk join LINK</code></p>
<h1 lang="en">This desk has no staff yet</h1>
<p lang="en">The first administrator joins by the link that the desk printed when it started, in another terminal:</p>
<p><code>npx card-member desk join LINK</code></p>`

const joining = `<h1>加入服务台</h1>
<p>请复制本页的完整地址，在终端执行以下命令，设置密码与动态验证码。链接仅能使用一次。</p>
<p><code>npx card-member desk join 'LINK'</code></p>
<h1 lang="en">Join the desk</h1>
<p lang="en">Copy the whole address of this page and run this command in a terminal. It sets your password and your second factor; the link works once.</p>
<p><code>npx card-member desk join 'LINK'</code></p>`

const withStaff = `<h1>服务台正在运行</h1>
<p>此处没有网页；请使用 <code>npx card-member batch --help</code>、<code>npx card-member consent --help</code> 等命令，或 <code>/api</code> 下的接口。</p>
<h1 lang="en">The desk is running</h1>
<p lang="en">There is no page here: use the commands, such as <code>npx card-member batch --help</code> and <code>npx card-member consent --help</code>, or the API under <code>/api</code>.</p>`

/** What a browser sees that opens the desk or the link of an invitation: what to do, in both languages, and nothing that runs. */
export function serveFrontPage(app: FastifyInstance, { staff }: Desk): void {
  app.get('/', withHead, async (_request, reply) => {
    const content = (await staff.isEmpty()) ? withoutStaff : withStaff
    return sendPage(reply, content)
  })
  app.get('/join', withHead, (_request, reply) => sendPage(reply, joining))
}
