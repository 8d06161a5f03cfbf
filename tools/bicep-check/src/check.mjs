// All checks of one file.
import { declarationsOf } from './declarations.mjs'
import { syntaxErrors } from './syntax.mjs'
import { checkNames } from './names.mjs'
import { checkLinks } from './links.mjs'
import { checkResources } from './resources.mjs'

/** Gives the findings of a .bicep or .bicepparam file, in the order of their places. */
export function checkFile(file, schemas) {
  const findings = [], report = (node, text) => findings.push({ ...node.startPosition, text })
  const declared = declarationsOf(file)
  for (const node of syntaxErrors(declared.root))
    report(node, `syntax: ${node.text.slice(0, 60) || 'something is missing here'}`)
  checkNames(declared, report)
  checkLinks(declared, report)
  checkResources(declared, schemas, report)
  return findings.sort((a, b) => a.row - b.row || a.column - b.column)
}
