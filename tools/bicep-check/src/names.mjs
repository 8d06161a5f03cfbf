// Names: used but not declared, declared but not used, functions that do not exist, members that a literal object lacks.
import { children, isName, keyAndValue, properties } from './syntax.mjs'
import { declarationsOf } from './declarations.mjs'

const words = text => new Set(text.trim().split(/\s+/))
const FUNCTIONS = words(`
  any array base64 base64ToJson base64ToString bool buildUri cidrHost cidrSubnet coalesce concat contains dataUri
  dataUriToString dateTimeAdd dateTimeFromEpoch dateTimeToEpoch deployer deployment empty endsWith environment
  extensionResourceId externalInput fail filter first flatten format getSecret groupBy guid indexOf int intersection items
  join json last lastIndexOf length list listKeys listSecrets loadDirectoryFileInfo loadFileAsBase64 loadJsonContent
  loadTextContent loadYamlContent managementGroup managementGroupResourceId map mapValues max min nameof newGuid objectKeys
  padLeft parseCidr parseUri pickZones providers range readCliArg readEnvironmentVariable reduce reference replace
  resourceGroup resourceId shallowMerge skip sort split startsWith string subscription subscriptionResourceId substring
  take tenant tenantResourceId toLogicalZone toLogicalZones toLower toObject toPhysicalZone toPhysicalZones toUpper trim
  tryGet union uniqueString uri uriComponent uriComponentToString utcNow`)
const DECORATORS = words(`
  allowed batchSize description discriminator export maxLength maxValue metadata minLength minValue onlyIfNotExists retryOn
  sealed secure validate waitUntil`)
const NAMESPACES = words('az sys')

export function checkNames({ root, declarations, using }, report) {
  const declared = new Map(), used = new Set()
  for (const declaration of declarations.filter(({ kind }) => kind !== 'output')) {
    if (declared.has(declaration.name)) report(declaration.nameNode, `'${declaration.name}' is declared twice`)
    declared.set(declaration.name, declaration)
  }
  const own = new Set(declarations.map(({ nameNode }) => nameNode?.id))
  walk(root, new Set())
  if (using) return
  for (const { name, kind, nameNode, exported } of declared.values())
    if (['parameter', 'variable', 'import'].includes(kind) && !exported && !used.has(name)) report(nameNode, `'${name}' is never used`)

  function walk(node, locals) {
    if (isName(node)) return own.has(node.id) ? undefined : use(node, locals)
    const inside = child => walk(child, locals)
    switch (node.type) {
      case 'type': return [...children(node)].forEach(child => typeNames(child))
      case 'import_functionality': case 'metadata_declaration': return
      case 'decorator': return decorator(children(node)[0])
      case 'object_property': return property(node, inside)
      case 'call_expression': return call(node, locals)
      case 'member_expression': return member(node, locals)
      case 'lambda_expression': return lambda(node, locals)
      case 'for_statement': return loop(node, locals)
      case 'user_defined_function': return definedFunction(node, locals)
      default: return children(node).forEach(inside)
    }
  }

  function use(node, locals) {
    if (declared.has(node.text)) used.add(node.text)
    else if (!locals.has(node.text) && !NAMESPACES.has(node.text)) report(node, `'${node.text}' is not declared`)
  }

  function property(node, inside) {
    const { keyNode, value } = keyAndValue(node)
    if (!isName(keyNode)) inside(keyNode)
    inside(value)
  }

  function call(node, locals) {
    const name = node.childForFieldName('function')
    if (!isName(name)) walk(name, locals)
    else if (declared.get(name.text)?.kind === 'function' || declared.get(name.text)?.kind === 'import') used.add(name.text)
    else if (!FUNCTIONS.has(name.text)) report(name, `unknown function '${name.text}'`)
    walk(node.childForFieldName('arguments'), locals)
  }

  function decorator(node) {
    const name = node.childForFieldName('function') ?? node
    if (isName(name) && !DECORATORS.has(name.text)) report(name, `unknown decorator '${name.text}'`)
    const list = node.childForFieldName('arguments')
    if (list) walk(list, new Set())
  }

  /** `roles.owner`: a variable that is a literal object must have the member. */
  function member(node, locals) {
    const object = node.childForFieldName('object'), wanted = node.childForFieldName('property')
    walk(object, locals)
    const value = isName(object) && !locals.has(object.text) ? literalObject(declared.get(object.text)) : null
    if (value && wanted && !properties(value).some(p => [wanted.text, null].includes(keyAndValue(p).key)))
      report(wanted, `'${object.text}' has no member '${wanted.text}'`)
  }

  function lambda(node, locals) {
    const [head, ...rest] = children(node)
    const names = isName(head) ? [head.text] : children(head).map(child => child.text)
    rest.forEach(child => walk(child, new Set([...locals, ...names])))
  }

  function loop(node, locals) {
    const [head, list, ...rest] = children(node)
    const names = isName(head) ? [head.text] : children(head).map(child => child.text)
    walk(list, locals)
    rest.forEach(child => walk(child, new Set([...locals, ...names])))
  }

  function definedFunction(node, locals) {
    const names = children(node).filter(child => child.type === 'parameters').flatMap(children).map(child => children(child)[0].text)
    children(node).filter(child => !isName(child) && !/^(parameters|type)$/.test(child.type))
      .forEach(child => walk(child, new Set([...locals, ...names])))
  }

  function typeNames(node) {
    if (isName(node) && declared.has(node.text)) used.add(node.text)
    children(node).forEach(typeNames)
  }
}

function literalObject(declaration) {
  if (declaration?.kind === 'variable') return declaration.value?.type === 'object' ? declaration.value : null
  if (declaration?.kind !== 'import') return null
  try {
    return literalObject(declarationsOf(declaration.from).declarations.find(({ name }) => name === declaration.original))
  } catch {
    return null // a missing file is reported where it is imported
  }
}
