// What a file declares: parameters, variables, resources, modules, outputs, types, functions and imports.
import path from 'node:path'
import { children, isName, literal, parse } from './syntax.mjs'

const KINDS = {
  parameter_declaration: 'parameter', variable_declaration: 'variable', resource_declaration: 'resource',
  module_declaration: 'module', output_declaration: 'output', type_declaration: 'type', user_defined_function: 'function',
}
const files = new Map()

/** The declarations of a file, read once. */
export function declarationsOf(file) {
  const key = path.resolve(file)
  if (!files.has(key)) files.set(key, read(key))
  return files.get(key)
}

function read(file) {
  const root = parse(file), declarations = []
  let decorators = []
  for (const node of children(root)) {
    if (node.type === 'decorators') {
      decorators = children(node)
      continue
    }
    if (node.type === 'import_functionality') declarations.push(...imports(node, file))
    else if (KINDS[node.type]) declarations.push(declaration(node, decorators))
    decorators = []
  }
  return { file, root, declarations, using: target(children(root).find(node => node.type === 'using_statement')) }
}

function declaration(node, decorators) {
  const nameNode = children(node).find(isName), kind = KINDS[node.type]
  const calls = new Map(decorators.map(decorator => children(decorator)[0]).filter(call => call?.type === 'call_expression')
    .map(call => [call.childForFieldName('function').text, call.childForFieldName('arguments')]))
  return {
    kind, node, nameNode, name: nameNode?.text ?? '', target: target(node), exported: calls.has('export'),
    existing: node.children.some(child => child.type === 'existing' || (!child.isNamed && child.text === 'existing')),
    type: children(node).find(child => child.type === 'type'),
    value: kind === 'parameter' || kind === 'variable' ? valueOf(node) : undefined,
    body: body(children(node).at(-1)),
    allowed: calls.has('allowed') ? children(children(calls.get('allowed'))[0]) : null,
  }
}

const target = node => { const text = node && children(node).find(child => child.type === 'string'); return text ? literal(text) : null }

/** What stands after the equals sign, if there is one. */
function valueOf(node) {
  const equals = node.children.findIndex(child => child.type === '=')
  return equals < 0 ? undefined : node.children.slice(equals + 1).find(child => child.isNamed)
}

/** The object that a resource or module declares, inside conditions and loops. */
function body(node) {
  if (!node || node.type === 'object') return node
  return node.type === 'if_statement' || node.type === 'for_statement' ? body(children(node).at(-1)) : undefined
}

function imports(node, file) {
  const from = target(node), wanted = node.text.match(/^import\s*\{([^}]*)\}/)?.[1] ?? ''
  return wanted.split(/[,\n]/).map(item => item.trim()).filter(Boolean).map(item => {
    const [original, name] = item.split(/\s+as\s+/)
    const nameNode = children(node).find(child => child.text === (name ?? original))
    return { kind: 'import', node, nameNode, name: name ?? original, original, from: path.join(path.dirname(file), from ?? '') }
  })
}
