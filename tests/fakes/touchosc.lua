-- touchosc.lua - so much of TouchOSC as its manual promises scripts: a tree of controls, each with a
-- script in a context of its own, values that trigger messages, OSC that goes to the root first.
-- What the manual does not name is not there, so a script that uses it fails here as it would there.
--
-- lua5.1 touchosc.lua TREE.lua; then lines on standard input, fields parted by tabs:
--   frame MS            the clock shows MS; one update
--   osc PATH TAGS VALUE ...
--   touch NAME · release NAME · slide NAME X [Y]      ignored where a finger would be
--   get NAME KEY        -> got VALUE
-- and on standard output: "sent PATH TAGS VALUE ...", "got VALUE", "missed NAME", "done" after each line.

local tree = dofile(arg[1])
local now = 0
local root
local all = {}

local function say(...) io.write(table.concat({ ... }, '\t'), '\n') end

local function Color(r, g, b, a) return { r = r, g = g, b = b, a = a, is = 'c' } end
local function Rectangle(x, y, w, h) return { x = x, y = y, w = w, h = h, is = 'r' } end

local WANTED = { b = 'boolean', i = 'number', f = 'number', s = 'string' }

local function send(message, connections)
  assert(type(message) == 'table' and type(connections) == 'table' and connections[1] == true)
  local tags, values = {}, {}
  for i, argument in ipairs(message[2] or {}) do
    local value = argument.value
    assert(argument.tag == 's' and type(value) == 'string' or
      argument.tag ~= 's' and type(value) == 'number', message[1])
    tags[i] = argument.tag
    values[i] = argument.tag == 's' and value or string.format('%.9g', value)
  end
  say('sent', message[1], table.concat(tags), unpack(values))
end

-- ---- controls ----

local function child_list(control)
  local list = control.child_nodes
  return setmetatable({}, {
    __index = function(_, key)
      if type(key) == 'number' then return list[key] and list[key].face end
      for _, child in ipairs(list) do
        if child.properties.name == key then return child.face end
      end
    end,
    __newindex = function() error('children are not assigned') end,
    __len = function() return #list end,     -- 5.1 heeds it for userdata alone
  })
end

local function fire(control, key, old)
  local new = control.values[key]
  if old == new then return end
  if control.env and control.env.onValueChanged then control.env.onValueChanged(key) end
  for _, message in ipairs(control.messages) do
    for _, trigger in ipairs(message.triggers) do
      local rises = type(new) == 'number' and type(old) == 'number' and new > old
      if message.send and not control.receiving and trigger.var == key
        and (trigger.condition == 'ANY' or rises) then
        control.send_message(message)
        break
      end
    end
  end
end

local function convert(argument, control)
  if argument.type == 'CONSTANT' then
    if argument.conversion == 'STRING' then return 's', argument.value end
    return argument.conversion == 'INTEGER' and 'i' or 'f', tonumber(argument.value)
  end
  local x = control.values[argument.value]
  return 'f', argument.min + x * (argument.max - argument.min)
end

local function build(node, parent)
  local control = { parent = parent, properties = node.properties, types = node.types,
    values = node.values, messages = node.messages, child_nodes = {}, type = node.type }
  local face = newproxy(true)     -- a userdata, so that #control.children works as in TouchOSC
  local children = newproxy(true)
  local values = setmetatable({}, {
    __index = function(_, key)
      assert(control.values[key] ~= nil, node.properties.name .. ' has no value ' .. tostring(key))
      return control.values[key]
    end,
    __newindex = function(_, key, value)
      local old = control.values[key]
      assert(old ~= nil, node.properties.name .. ' has no value ' .. tostring(key))
      assert(type(old) == type(value), node.properties.name .. '.' .. key .. ' took ' .. type(value))
      control.values[key] = value
      fire(control, key, old)
    end })
  local list = child_list(control)
  getmetatable(children).__index = function(_, key) return list[key] end
  getmetatable(children).__len = function() return #control.child_nodes end
  local methods = {
    notify = function(_, key, value)
      if control.env and control.env.onReceiveNotify then control.env.onReceiveNotify(key, value) end
    end,
  }
  getmetatable(face).__index = function(_, key)
    if key == 'children' then return children end
    if key == 'values' then return values end
    if key == 'parent' then return parent and parent.face end
    if methods[key] then return methods[key] end
    local value = control.properties[key]
    assert(value ~= nil, node.properties.name .. ' has no property ' .. tostring(key))
    return value
  end
  getmetatable(face).__newindex = function(_, key, value)
    local kind = control.types[key]
    assert(kind and key ~= 'name' and key ~= 'script',
      node.properties.name .. ' has no property ' .. tostring(key))
    assert(WANTED[kind] and type(value) == WANTED[kind] or type(value) == 'table' and value.is == kind,
      node.properties.name .. '.' .. key .. ' took ' .. type(value))
    control.properties[key] = value
  end
  control.face = face
  control.send_message = function(message)
    local arguments = {}
    for i, argument in ipairs(message.arguments) do
      local tag, value = convert(argument, control)
      arguments[i] = { tag = tag, value = value }
    end
    send({ message.path, arguments }, { true })
  end
  all[node.properties.name] = control
  for i, child in ipairs(node.children) do control.child_nodes[i] = build(child, control) end
  return control
end

local function context(control)
  local env = {
    error = error, ipairs = ipairs, next = next, pairs = pairs, print = function() end,
    select = select, tonumber = tonumber, tostring = tostring, unpack = unpack, type = type,
    string = string, math = setmetatable({ clamp = function(x, low, high)
      return math.min(math.max(x, low), high)
    end }, { __index = math }),
    table = setmetatable({ pack = function(...) return { ... } end, unpack = unpack },
      { __index = table }),
    getMillis = function() return now end, sendOSC = send, Color = Color, Rectangle = Rectangle,
    self = control.face, root = root.face }
  return setmetatable(env, { __index = function(_, key)
    if key == 'init' or key == 'update' or string.sub(key, 1, 2) == 'on' then return nil end
    error('no such thing in TouchOSC: ' .. key)
  end })
end

local function each(control, visit)
  visit(control)
  for _, child in ipairs(control.child_nodes) do each(child, visit) end
end

-- ---- OSC and fingers ----

local function take(control, path, arguments)
  for _, message in ipairs(control.messages) do
    if message.receive and message.path == path and #arguments == #message.arguments then
      for i, argument in ipairs(message.arguments) do
        if argument.type == 'VALUE' then
          local old = control.values[argument.value]
          local x = (arguments[i].value - argument.min) / (argument.max - argument.min)
          control.receiving = true
          control.values[argument.value] = math.min(math.max(x, 0), 1)
          fire(control, argument.value, old)
          control.receiving = false
        end
      end
    end
  end
end

local hearers, updaters = {}, {}      -- in the order of the tree, root first

local function hear(path, arguments)
  for _, control in ipairs(hearers) do
    local script = control.env and rawget(control.env, 'onReceiveOSC')
    if script and script({ path, arguments }, { true }) then return end
    take(control, path, arguments)
  end
end

local function can_touch(control)
  if not control.properties.interactive then return false end
  local at = control
  while at do
    if not at.properties.visible then return false end
    at = at.parent
  end
  return true
end

local function set(control, key, value)
  local old = control.values[key]
  control.values[key] = value
  fire(control, key, old)
end

local function finger(word, name, x, y)
  local control = assert(all[name], 'no control ' .. name)
  if word ~= 'release' and not can_touch(control) then say('missed', name) return end
  if word == 'release' then
    set(control, 'touch', false)
    if control.type == 'BUTTON' then set(control, 'x', 0) end
    return
  end
  set(control, 'touch', true)
  set(control, 'x', word == 'touch' and 1 or tonumber(x))
  if y then set(control, 'y', tonumber(y)) end
end

local function split(line)
  local fields = {}
  for field in string.gmatch(line .. '\t', '(.-)\t') do fields[#fields + 1] = field end
  return fields
end

root = build(tree)
each(root, function(control)
  if control.properties.script and control.properties.script ~= '' then
    local chunk = assert(loadstring(control.properties.script, control.properties.name))
    control.env = context(control)
    setfenv(chunk, control.env)
    chunk()
  end
end)
each(root, function(control)
  local env = control.env or {}
  if rawget(env, 'onReceiveOSC') or #control.messages > 0 then hearers[#hearers + 1] = control end
  if rawget(env, 'update') then updaters[#updaters + 1] = control end
  if rawget(env, 'init') then env.init() end
end)
say('done')
io.flush()

for line in io.lines() do
  local fields = split(line)
  local word = fields[1]
  if word == 'frame' then
    now = tonumber(fields[2])
    for _, control in ipairs(updaters) do control.env.update() end
  elseif word == 'osc' then
    local arguments = {}
    for i = 1, #fields[3] do
      local tag = string.sub(fields[3], i, i)
      arguments[i] = { tag = tag, value = tag == 's' and fields[3 + i] or tonumber(fields[3 + i]) }
    end
    hear(fields[2], arguments)
  elseif word == 'get' then
    local control = assert(all[fields[2]], 'no control ' .. fields[2])
    local value = control.values[fields[3]]
    if value == nil then value = control.properties[fields[3]] end
    if type(value) == 'table' and value.is == 'c' then
      value = string.format('%.2f %.2f %.2f', value.r, value.g, value.b)
    elseif type(value) == 'table' then
      value = string.format('%g %g %g %g', value.x, value.y, value.w, value.h)
    end
    say('got', (string.gsub(tostring(value), '\n', ' ')))
  else
    finger(word, fields[2], fields[3], fields[4])
  end
  if word ~= 'osc' then     -- those come by the hundred
    say('done')
    io.flush()
  end
end
