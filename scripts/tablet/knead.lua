-- knead.lua - what the tablet does by itself: listens, stays subscribed, beats, and goes grey when it
-- hears nothing. It stands in the layout's root; STOP and ease do not need it: they send by themselves.
--
-- Only what TouchOSC's Lua has: 5.1 without pcall, metatables and files. Times are milliseconds.

local QUIET_MS = 1500     -- so long nothing heard: grey, and nothing but STOP and ease answers
local ASK_MS = 1000       -- between subscriptions while nothing is heard
local PING_MS = 3000      -- renews the subscription, which lasts 10 s
local SETTLE_MS = 1200    -- after a gap the rig refuses motion for a second
local AGAIN_MS = 1000     -- between requests while we steer and do not know the epoch
local SURE_MS = 5000      -- the second step of a reset is offered that long
local ERROR_MS = 6000     -- a refusal is shown that long
local TWICE_MS = 1000     -- the same press so soon again is a slip
local PAIRING_MS = 10000  -- a token that comes later is not for us
local RATE_HZ = 10
local RUNS = { armed = true, running = true, paused = true, releasing = true }

local controls = {}       -- by name
local ruled = {}          -- buttons that answer in some states only
local token, name = '', ''
local epoch = 0
local heard, asked, pinged, sure = -1e9, -1e9, 0, nil
local granted, wonders = -1e9, 0      -- when the epoch came; when to ask for it
local live = false
local state, mine, rig_mode, owner = '', false, false, ''
local pressed = {}        -- when each button was pressed last
local started = false     -- START is on its way
local techniques, unfit = {}, {}
local technique = ''
local heads = {}          -- head -> region and place
local forces, targets, ceilings = {}, {}, {}
local answers, questions = {}, 0
local pin = ''
local error_until, pairing_until = 0, -1
local refusal, lacks, phase, stroke, place = '', '', 'none', '', ''
local due, height = 0, nil

local function say(path, ...)
  sendOSC({ path, { ... } }, { true })
end

local function int(value) return { tag = 'i', value = value } end
local function float(value) return { tag = 'f', value = value } end
local function text(value) return { tag = 's', value = value } end

-- With the token behind, where there is one: the rig then knows us from any port.
local function say_own(path, ...)
  local arguments = { ... }
  if token ~= '' then arguments[#arguments + 1] = text(token) end
  sendOSC({ path, arguments }, { true })
end

-- What moves heads carries the epoch: said too late, it is refused.
local function command(path)
  say_own(path, float(1), int(epoch))
end

local function show(key, words)
  local control = controls[key]
  if control and control.values.text ~= words then control.values.text = words end
end

local function colour(hex)
  local number = tonumber(hex, 16)
  local red = math.floor(number / 65536) % 256
  local green = math.floor(number / 256) % 256
  return Color(red / 255, green / 255, number % 256 / 255, 1)
end

local PAINT = {
  ink = colour('f2f5f7'), dim = colour('9fb0bd'), raised = colour('2c3944'), red = colour('ff6a5e'),
  amber = colour('f2b01e'), green = colour('2e9e5b'), blue = colour('2f6da8'), warn = colour('a06a00'), bad = colour('b3261e'),
}

local paints = {}

local function paint(key, which)
  if controls[key] and paints[key] ~= which then
    paints[key] = which
    controls[key].color = PAINT[which]
  end
end

local inks = {}

local function ink(key, which)
  if controls[key] and inks[key] ~= which then
    inks[key] = which
    controls[key].textColor = PAINT[which]
  end
end

local function reveal(key, shown)
  if controls[key] and controls[key].visible ~= shown then controls[key].visible = shown end
end

-- A button that would be refused does not answer, and looks so.
local function allow(key, allowed)
  local control = controls[key]
  if not control then return end
  allowed = allowed and live
  if control.interactive ~= allowed then control.interactive = allowed end
  ink(key .. '_t', allowed and 'ink' or 'dim')
end

local function clock(seconds)
  seconds = math.floor(seconds + 0.5)
  return string.format('%d:%02d', math.floor(seconds / 60), seconds % 60)
end

local function percent(share)
  return string.format('%d %%', math.floor(share * 100 + 0.5))
end

-- ---- what may be pressed ----

local stale = true        -- what may be pressed is looked at once a frame

local function refresh_buttons() stale = true end

local function rule_buttons()
  stale = false
  for i = 1, #TOUCHED do
    if not ruled[TOUCHED[i]] then allow(TOUCHED[i], mine) end
  end
  for i = 1, #KEYS do allow(KEYS[i], rig_mode) end
  local steers = mine and (epoch ~= 0 or not rig_mode)
  allow('arm', steers and state == 'idle' and refusal == '')
  allow('start', steers and state == 'armed')
  allow('pause', state == 'running' or state == 'armed')
  allow('resume', steers and state == 'paused')
  allow('linger', mine and state == 'running')
  allow('skip', mine and state == 'running')
  allow('released', mine and state == 'running')
  allow('reset', steers and state == 'fault')
  allow('reset_sure', steers and state == 'fault' and sure ~= nil)
  reveal('reset_sure', sure ~= nil)
  reveal('reset_sure_t', sure ~= nil)
  allow('pair', rig_mode and #pin == 6)
  allow('take', rig_mode and token ~= '' and not mine and owner ~= '' and #pin == 6)
  allow('show_pin', rig_mode)
  allow('request', rig_mode and token ~= '' and not mine)
  allow('release', rig_mode and mine)
  paint('arm', state == 'armed' and 'green' or 'raised')
  paint('start', state == 'armed' and 'warn' or state == 'running' and 'green' or 'raised')
  paint('pause', state == 'paused' and 'warn' or 'raised')
  for i = 0, 7 do
    allow('technique_' .. i, mine and techniques[i] ~= nil)
  end
end

local function refresh_owner()
  if not live then
    show('owner', '')
  elseif not rig_mode then
    show('owner', 'bench: anybody steers')
  elseif mine then
    show('owner', 'you steer')
  elseif owner ~= '' then
    show('owner', owner .. ' steers')
  else
    show('owner', 'nobody steers')
  end
  ink('owner', mine and 'ink' or 'amber')
  if not rig_mode then
    show('pairing', 'A bench needs no pairing.')
  elseif token == '' then
    show('pairing', 'Not paired yet: show a PIN, type it in, pair.')
  else
    show('pairing', 'Paired. Save this layout once to keep it so.')
  end
end

local function refresh_note()
  local words = refusal
  if lacks ~= '' then
    words = lacks
  elseif unfit[technique] then
    words = unfit[technique]
  end
  show('note', words)
end

local function refresh_step()
  if getMillis() < error_until then return end
  local words = stroke ~= '' and stroke ~= 'none' and stroke or ''
  if place ~= '' and place ~= 'nowhere' and place ~= 'none' then
    words = words .. ', ' .. place
  end
  if phase ~= 'none' and phase ~= '' then
    words = words .. ' · ' .. phase
  end
  show('step', (string.gsub(words, '_', ' ')))
  ink('step', 'dim')
end

local function refresh_comfort()
  if due > 0 then
    show('comfort_title', string.format('ASK NOW (%d s): how uncomfortable is it?   0 not at all, '
      .. '10 as bad as can be', due))
    ink('comfort_title', 'amber')
  else
    show('comfort_title', 'Ask: how uncomfortable is it?   0 not at all,   10 as bad as can be')
    ink('comfort_title', 'ink')
  end
end

local function refresh_pin()
  show('pin', #pin > 0 and pin or 'PIN')
end

-- ---- hearing ----

local function place_of(x_m, y_m)
  local map = MAP
  return map.x + (x_m - map.from_m) / (map.to_m - map.from_m) * map.w,
    map.y + map.h / 2 - y_m * map.px_m
end

local function put(key, x, y)
  local control = controls[key]
  local frame = control.frame
  control.frame = Rectangle(x, y, frame.w, frame.h)
end

local function show_head(n)
  local force, target = forces[n] or 0, targets[n] or 0
  local full = ceilings[n] or 80
  local share = full > 0 and math.min(force / full, 1) or 0
  show('force_' .. n, string.format('%.0f', force))
  show('target_' .. n, string.format('%.0f', target))
  controls['head_' .. n].color = Color(0.17 + 0.66 * share, 0.22 + 0.12 * share,
    0.27 - 0.15 * share, 1)
end

local function hear_head(n, region, _, x_m, y_m)
  if not controls['head_' .. n] then return end
  local x, y = place_of(x_m, y_m)
  heads[n] = region
  put('head_' .. n, x - 29, y - 29)
  put('force_' .. n, x - 29, y - 29)
  put('target_' .. n, x - 29, y + 2)
  reveal('head_' .. n, true)
  reveal('force_' .. n, true)
  reveal('target_' .. n, true)
  show_head(n)
end

local function hear_hand(k, x_m, y_m, force)
  local key = 'hand_' .. k
  if not controls[key] then return end
  if force > 0 then
    local x, y = place_of(x_m, y_m)
    put(key, x - 38, y - 38)
  end
  reveal(key, force > 0)
end

local function show_answers()
  local given, yes = 0, 0
  for _, answer in pairs(answers) do
    if answer ~= 'none' then given = given + 1 end
    if answer == 'yes' then yes = yes + 1 end
  end
  show('answers', string.format('%d of %d questions are answered', given, questions)
    .. (yes > 0 and string.format(', %d with yes', yes) or '') .. '.')
end

local part = 1

-- The part that is looked at, and those that are done.
local function paint_parts()
  for i = 1, PARTS do
    local done = i < PARTS
    for k = (i - 1) * ROWS + 1, math.min(i * ROWS, #ITEMS) do
      done = done and answers[ITEMS[k]] ~= 'none'
    end
    paint('part_' .. i, i == part and 'blue' or done and 'green' or 'raised')
  end
end

local function hear_answer(item, answer)
  answers[item] = answer
  paint(item .. '_no', answer == 'no' and 'green' or 'raised')
  paint(item .. '_yes', answer == 'yes' and 'warn' or 'raised')
  paint(item .. '_consent', answer == 'consent' and 'blue' or 'raised')
  paint_parts()
  show_answers()
end

local function hear_technique(asked_for)
  technique = asked_for
  for i = 0, 7 do
    local lit = techniques[i] ~= nil and techniques[i] == technique
    paint('technique_' .. i, lit and 'blue' or 'raised')
  end
  refresh_note()
end

local function hear_technique_item(index, key, title)
  techniques[index] = key
  unfit[key] = nil
  show('technique_' .. index .. '_t', title)
  hear_technique(technique)
  refresh_buttons()
end

local function hear_error(code, path, detail, _, number)
  show('error', 'Refused: ' .. detail .. ' (' .. code .. ', ' .. path .. ')')
  if code == 'stale_epoch' and mine then
    epoch = number     -- for the next press; what was pressed stays refused
  end
  if path == '/rig/start' then started = false end
  error_until = getMillis() + ERROR_MS
  show('step', 'Refused: ' .. detail)
  ink('step', 'amber')
end

local function hear_state(word)
  if word ~= state then
    pressed, started = {}, false
    if word ~= 'fault' then sure = nil end
  end
  state = word
  show('state', string.upper(word))
  ink('state', word == 'fault' and 'red' or word == 'running' and 'ink' or RUNS[word] and 'amber'
    or 'ink')
  refresh_buttons()
end

local function hear_you(you)
  local was = mine
  mine = you >= 0.5
  if mine and not was and getMillis() - granted > AGAIN_MS then
    epoch = 0      -- by the button at the rig, or after a gap: no grant came with it
  end
  refresh_owner()
  refresh_buttons()
end

local function set_rig_mode(on)
  if rig_mode ~= on then
    rig_mode = on
    refresh_owner()
    refresh_buttons()
  end
end

local plain = {
  ['/rig/state'] = hear_state,
  ['/rig/state/reason'] = function(words) show('reason', words) end,
  ['/rig/state/step'] = function(what, where) stroke, place = what, where; refresh_step() end,
  ['/rig/state/phase'] = function(word) phase = word; refresh_step() end,
  ['/rig/remaining'] = function(seconds) show('remaining', clock(seconds)) end,
  ['/rig/arm/refusal'] = function(words) refusal = words; refresh_note(); refresh_buttons() end,
  ['/rig/technique/lacks'] = function(words) lacks = words; refresh_note() end,
  ['/rig/technique'] = hear_technique,
  ['/rig/technique/item'] = hear_technique_item,
  ['/rig/technique/unfit'] = function(_, key, why) unfit[key] = why; refresh_note() end,
  ['/rig/intensity'] = function(share) show('intensity_text', percent(share)) end,
  ['/rig/intensity/actual'] = function(share) show('intensity_now', percent(share)) end,
  ['/rig/speed'] = function(times) show('speed_text', string.format('x %.2f', times)) end,
  ['/rig/duration'] = function(seconds)
    show('duration_text', string.format('%d min', math.floor(seconds / 60 + 0.5)))
  end,
  ['/rig/client/height'] = function(metres)
    height = metres
    show('height_text', string.format('%.2f m', metres))
  end,
  ['/rig/client/placed'] = function(placed)
    paint('placed_yes', placed >= 0.5 and 'green' or 'raised')
    paint('placed_no', placed < 0.5 and 'warn' or 'raised')
  end,
  ['/rig/comfort'] = function(number)
    for i = 0, 10 do
      paint('comfort_' .. i, i ~= number and 'raised' or i >= 6 and 'bad' or i >= 4 and 'warn'
        or 'green')
    end
  end,
  ['/rig/comfort/due'] = function(seconds) due = seconds; refresh_comfort() end,
  ['/rig/focus/xy'] = function(x, y)
    local along = x < 0.33 and 'toward the head' or x > 0.67 and 'toward the feet' or 'in the middle'
    local side = y < 0.4 and 'more on the left side' or y > 0.6 and 'more on the right side'
      or 'both sides alike'
    show('xy_words', along .. ', ' .. side)
  end,
  ['/rig/owner'] = function(who) owner = who; refresh_owner(); refresh_buttons() end,
  ['/rig/owner/you'] = hear_you,
  ['/rig/hb/nonce'] = function(nonce)
    set_rig_mode(nonce ~= 0)
    if nonce ~= 0 then say_own('/rig/hb', int(nonce)) end
  end,
  ['/rig/lease/grant'] = function(number)
    epoch, granted = number, getMillis()
    refresh_buttons()
  end,
  ['/rig/lease/taking'] = function(who)
    if who ~= '' then show('link', who .. ' wants to steer: button at the rig') end
  end,
  ['/rig/pair/open'] = function() show('pairing', 'The rig shows a PIN now: type it in, then pair.') end,
  ['/rig/pair/token'] = function(secret)
    if getMillis() > pairing_until then return end      -- somebody else's
    token = secret
    controls.token.values.text = secret
    pin = ''
    refresh_pin()
    refresh_owner()
    refresh_buttons()
    say_own('/rig/subscribe', int(PORT), float(RATE_HZ))
  end,
  ['/rig/fault'] = function(head, code, words)
    if code == 'none' then
      show('fault', 'none')
    else
      show('fault', (head > 0 and 'head ' .. head .. ': ' or '') .. words)
    end
    ink('fault', code == 'none' and 'dim' or 'red')
  end,
  ['/rig/breath'] = function(share, rate_hz)
    local bar = controls.breath_bar
    local frame = bar.frame
    local full = controls.breath_track.frame.w
    local depth = rate_hz > 0 and (1 - math.cos(share * 2 * math.pi)) / 2 or 0
    bar.frame = Rectangle(frame.x, frame.y, math.max(4, depth * full), frame.h)
    show('breath_text', rate_hz > 0 and string.format('%.0f a minute', rate_hz * 60)
      or 'not surely felt')
  end,
  ['/rig/info'] = function(product, version, serial, _, count)
    show('info', string.format('%s %s, rig %s, %d heads', product, version, serial, count))
  end,
  ['/rig/head/item'] = hear_head,
  ['/rig/error'] = hear_error,
}

local function values_of(arguments)
  local values = {}
  for i = 1, #arguments do
    local argument = arguments[i]
    values[i] = argument.value
    if argument.tag == 'T' then values[i] = 1 elseif argument.tag == 'F' then values[i] = 0 end
  end
  return values
end

local function hear_family(path, values)
  local number, what = string.match(path, '^/rig/head/(%d+)/(%a+)$')
  if number then
    local n = tonumber(number)
    if what == 'force' then forces[n] = values[1]
    elseif what == 'target' then targets[n] = values[1]
    elseif what == 'ceiling' then ceilings[n] = values[1] end
    if what == 'force' and heads[n] then show_head(n) end
    return
  end
  number = string.match(path, '^/rig/hand/(%d+)$')
  if number then
    hear_hand(tonumber(number), values[1], values[2], values[3])
    return
  end
  local item = string.match(path, '^/rig/screening/([%a_]+)$')
  if item and item ~= 'item' then
    hear_answer(item, values[1])
    return
  end
  local region = string.match(path, '^/rig/region/([%a_]+)/enable$')
  if region then
    paint(region .. '_in', values[1] >= 0.5 and 'green' or 'raised')
    paint(region .. '_out', values[1] < 0.5 and 'warn' or 'raised')
  end
end

-- ---- on the line, and off it ----

local function set_live(now_live)
  live = now_live
  reveal('veil', not live)
  show('link', live and 'connected' or 'no word from the rig')
  ink('link', live and 'dim' or 'red')
  show('state', live and string.upper(state) or '?')
  if not live then
    mine, epoch, sure = false, 0, nil
    pressed, started = {}, false
  end
  refresh_owner()
  refresh_buttons()
end

local function greet()
  say('/rig/info')
  say('/rig/head/list')
  say('/rig/technique/list')
  wonders = getMillis() + SETTLE_MS
end

local function subscribe()
  asked = getMillis()
  say_own('/rig/subscribe', int(PORT), float(RATE_HZ))
end

function onReceiveOSC(message, connections)
  local path = message[1]
  if string.sub(path, 1, 5) ~= '/rig/' then return false end
  heard = getMillis()
  if not live then
    set_live(true)
    subscribe()
    greet()
  end
  local values = values_of(message[2])
  if plain[path] then
    plain[path](unpack(values))
  else
    hear_family(path, values)
  end
  return false      -- faders and pads take their own values
end

function update()
  local now = getMillis()
  if live and now - heard > QUIET_MS then set_live(false) end
  if not live and now - asked >= ASK_MS then subscribe() end
  if live and now - pinged >= PING_MS then
    pinged = now
    say('/rig/ping', int(math.floor(now / 1000) % 1000000))
  end
  if mine and rig_mode and epoch == 0 and now >= wonders then
    wonders = now + AGAIN_MS
    say_own('/rig/lease/request', text(name))      -- ours already: it tells the epoch
  end
  if sure and now > sure then
    sure = nil
    refresh_buttons()
  end
  if error_until > 0 and now > error_until then
    error_until = 0
    refresh_step()
  end
  if stale then rule_buttons() end
end

-- ---- pressing ----

local function show_page(which)
  for i = 1, #PAGES do
    reveal('of_' .. PAGES[i], PAGES[i] == which)
    paint('page_' .. PAGES[i], PAGES[i] == which and 'blue' or 'raised')
  end
end

local function show_part(which)
  part = which
  for i = 1, PARTS do
    reveal('of_before_' .. i, i == part)
  end
  paint_parts()
end

local commands = {
  arm = '/rig/arm', start = '/rig/start', pause = '/rig/pause', resume = '/rig/resume',
  skip = '/rig/skip', linger = '/rig/linger', released = '/rig/released',
  reset_sure = '/rig/fault/reset',
}

local presses = {
  reset = function() sure = getMillis() + SURE_MS; refresh_buttons() end,
  -- as it is shown: a fader that stands right already sends nothing by itself
  height_right = function() if height then say_own('/rig/client/height', float(height)) end end,
  show_pin = function() say('/rig/pair') end,
  pair = function()
    pairing_until = getMillis() + PAIRING_MS
    say('/rig/pair', text(pin), text(name))
  end,
  request = function() say_own('/rig/lease/request', text(name)) end,
  release = function() say_own('/rig/lease/release') end,
  take = function() say_own('/rig/lease/take', text(pin)); pin = ''; refresh_pin() end,
  key_back = function() pin = string.sub(pin, 1, -2); refresh_pin(); refresh_buttons() end,
}

local function press(key)
  local now = getMillis()
  local page = string.match(key, '^page_(%a+)$')
  local part = string.match(key, '^part_(%d+)$')
  local digit = string.match(key, '^key_(%d)$')
  local slot = string.match(key, '^technique_(%d)$')
  if page then show_page(page) return end
  if part then show_part(tonumber(part)) return end
  if not live or not controls[key].interactive then return end
  if digit then
    if #pin < 6 then pin = pin .. digit end
    refresh_pin()
    refresh_buttons()
    return
  end
  if slot then
    local wanted = techniques[tonumber(slot)]
    if wanted then say_own('/rig/technique', text(wanted)) end
    return
  end
  if key ~= 'key_back' and pressed[key] and now - pressed[key] < TWICE_MS then return end
  pressed[key] = now
  if key == 'start' then
    if started then return end      -- once, until the state has moved or it was refused
    started = true
  end
  if commands[key] then
    command(commands[key])
    if key == 'reset_sure' then sure = nil; refresh_buttons() end
  elseif presses[key] then
    presses[key]()
  end
end

function onReceiveNotify(key, value)
  if key == 'press' then press(value) end
end

local function gather(control)
  for i = 1, #control.children do
    local child = control.children[i]
    controls[child.name] = child
    gather(child)
  end
end

function init()
  gather(self)
  for i = 1, #RULED do ruled[RULED[i]] = true end
  for i = 1, #ITEMS do answers[ITEMS[i]] = 'none' end
  questions = #ITEMS
  token = controls.token.values.text
  name = controls.called.values.text
  if name == '' then
    name = string.format('TouchOSC %03d', math.floor(getMillis() * 7919) % 1000)
    controls.called.values.text = name
  end
  show('pin_words', 'The PIN stands at the rig. Your name there: ' .. name)
  refresh_pin()
  show_page('session')
  show_part(1)
  show_answers()
  refresh_comfort()
  refresh_owner()
  set_live(false)
end
