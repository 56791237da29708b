import { followTwice } from './guide-twice.ts'

followTwice(['packages/service/README.md'], { ports: ['8099'] })
followTwice(['packages/platform/README.md'], { ports: ['8086'] })
followTwice(['packages/desk/README.md'], { ports: ['8092'] })
followTwice(['packages/tlog/README.md'])
followTwice(['packages/cli/README.md'])
