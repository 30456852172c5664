-- Decides each of several requests in one atomic step where it can be proven allowed, and records the contact.
--
-- Guarantee: it never allows what the judge in TypeScript (engine/judge.ts) would deny. What it cannot prove (a full cap, a suppression on the
-- channel, a clock that went back) it hands back untouched with the parts it found; the caller judges those and writes with commit.lua. For plans
-- without those it allows exactly what the judge allows (differential.test.ts holds the two together).
--
-- Each decision stands alone: it reads all before its first write, sees what the one before it wrote, and a fault of one is no fault of another.
--
-- KEYS     of each decision: the customer's hot part (engine/record/layout.ts); then, on one node, where there is an address to look at, its hot part
--          (engine/record/address.ts). Their cold parts lie in the same slots, and are read only to be handed back. On a Cluster, for decisions of several
--          slots, there are none: their names are the last of ARGV, and at each command the server looks whether this node has its key
-- ARGV[1]  the instant to take for now, for tests; empty: this server's clock
-- ARGV[2]  how many plans follow; each (fast-plan.ts) is read once, however many decisions rest on it
-- then     in one argument all decisions, one behind the other; each of them
--          packed: its plan's place among those (1 byte) · how many of KEYS are its own (1) · by how many milliseconds its deadline is before that of
--          the call (4) · first contact number for a new record (2) · the customer (10), noted at the address · and, each behind its length (1):
--          operation id (8) and body (6), or nothing · the kind of address the channel uses (1), before it the hash (10) where the request has an
--          address · where it has none, the address (10) that the caller found the customer was last reached at and looked at, or nothing · keyed
--          hashes of the request's keys, 6 bytes each, in the order the plan's `per` places mean
-- RETURN   {now, answer of each decision ...}; an answer is
--          bytes                                         allowed and recorded: contact number, then used of each cap without itself, 2 bytes each
--          {0, hot, cold, address's hot, address's cold} each or false: not decided here; a cold only where a suppression in it may cover the channel
--          {2}                                           the plan does not hold at this instant
--          {3, address}                                  the customer was last reached at another address than was looked at: look at it
--          {4}                                           its deadline has come
--          {5, error}                                    it failed
--          {6}                                           not looked at, the call has read enough: ask again
--          {7}                                           of several slots: the server refuses; ask with its key

local unpack_, pack, byte, char, sub, find, format, floor, max, band = struct.unpack, struct.pack, string.byte, string.char, string.sub, string.find, string.format, math.floor, math.max, bit.band
local call = redis.call

local mostRead = 256 * 1024
local now = ARGV[1] ~= '' and tonumber(ARGV[1]) or clockMs
local haveRead, haveWritten = 0, false
local addressMs = 400 * 86400000

-- When a value ends that is kept so long from now on: as text, and by the server's clock, which is what SET would make of anything else.
local function endOf(ttlMs)
  return format('%.0f', clockMs + ttlMs)
end
local noteEnds, noteTail = endOf(addressMs), pack('<I6I2', now, 0)

-- A plan's tables. Its caps have five fields each: limit, cut, from, failed counts, places of its keys. Tables are made at their size: one that grows
-- is copied each time.
local function readPlan(bytes)
  local plan, at = {bytes = bytes, capsOf = {}}, nil
  plan.validFrom, plan.validUntil, plan.historyMs, plan.ttlMs, plan.channelBit, plan.prunes, plan.outcomes, plan.kind, plan.capCount, at = unpack_('<I6I6I6I6BBc12c7B', bytes)
  local caps = {unpack_('<' .. string.rep('I2I6I6BBc0', plan.capCount), bytes, at)}
  plan.caps, plan.masksAt = caps, caps[plan.capCount * 5 + 1]
  plan.ends, plan.atAddressMs = endOf(plan.ttlMs), max(plan.ttlMs, addressMs)
  plan.atAddressEnds = endOf(plan.atAddressMs)
  plan.answerForm = '<' .. string.rep('I2', plan.capCount + 1)
  for base = 5, plan.capCount * 5, 5 do
    -- Stamps above the cut count: later than so long before now, and not before an instant.
    local cut = max((now - caps[base - 3]) * 64 + 63, caps[base - 2] * 64 - 1)
    caps[base - 3] = cut
    if plan.oldestCut == nil or cut < plan.oldestCut then plan.oldestCut = cut end
    if caps[base] ~= '' then plan.wantsKeys = true end
  end
  return plan
end

-- The caps that count a kind: a bit for each, for its channel, purpose, region and caller. A name that this plan's maker had not seen counts, and
-- the other path will tell.
local function capsFor(plan, kind)
  local list, mask, place = {}, -1, plan.masksAt
  local names = {unpack_('<BI2I2I2', kind)}
  for dimension = 1, 4 do
    local count, name = unpack_('<I2', plan.bytes, place), names[dimension]
    if name < count then
      mask = band(mask, (unpack_('<I4', plan.bytes, place + 2 + name * 4)))
    end
    place = place + 2 + count * 4
  end
  for cap = 1, plan.capCount do
    if band(mask, 2 ^ (cap - 1)) ~= 0 then
      list[#list + 1] = cap
    end
  end
  plan.capsOf[kind] = list
  return list
end

-- The scope keys of each contact that has some.
local function scopeKeys(record, extrasAt, operationsAt)
  local keysOf, place = {}, extrasAt
  while place < operationsAt do
    local seq, _, count = unpack_('<I2BB', record, place)
    keysOf[seq] = sub(record, place + 4, place + 3 + count * 6)
    place = place + 4 + count * 6
  end
  return keysOf
end

local function inScope(per, own, pairs_)
  if not own then return false end
  for index = 1, #per do
    local wanted = sub(pairs_, byte(per, index) * 6 + 1, byte(per, index) * 6 + 6)
    local found = false
    for place = 1, #own, 6 do
      if sub(own, place, place + 5) == wanted then
        found = true
        break
      end
    end
    if not found then return false end
  end
  return true
end

-- The cold part beside a hot one: its letter, which stands behind the tag, is the next one (keys.ts). Where it has left already, since its slot moves,
-- none is handed back, and the caller reads both.
local function coldBeside(key)
  local letter = find(key, '}:', 1, true) + 2
  local cold = redis.pcall('GET', sub(key, 1, letter - 1) .. char(byte(key, letter) + 1) .. sub(key, letter + 1))
  return type(cold) == 'string' and cold
end

-- The parts that were read; and the cold ones beside the keys that are given.
local function handBack(record, there, key, thereKey)
  local cold = key and coldBeside(key)
  local thereCold = thereKey and coldBeside(thereKey)
  haveRead = haveRead + (cold and #cold or 0) + (thereCold and #thereCold or 0)
  return {0, record ~= '' and record, cold or false, there or false, thereCold or false}
end

-- Writes a value that was there: it ends no sooner than it was to. One look at that costs less than a second write.
local function put(key, value, ttlMs, ends)
  local leftMs = call('PTTL', key)
  if leftMs == -1 or leftMs > ttlMs then
    call('SET', key, value, 'KEEPTTL')
  else
    call('SET', key, value, 'PXAT', ends)
  end
end

local function decide(plan, firstSeq, customer, operation, address, looked, pairs_, key, thereKey)
  if now < plan.validFrom or now >= plan.validUntil then
    return {2}
  end
  local channelBit, kind, capCount, caps = plan.channelBit, plan.kind, plan.capCount, plan.caps

  local record = call('GET', key)
  local flags, suppressed, kindCount, nextSeq, contactCount = 32, 0, 0, firstSeq, 0
  local extraBytes, operationCount, addressCount, outcomeCount, holdCount, coldVersion = 0, 0, 0, 0, 0, 0
  local kindsAt = 10
  if record then
    local version
    version, flags, suppressed, kindCount, nextSeq, contactCount = unpack_('<BBBI2I2I2', record)
    if version ~= 4 then
      return {0, record}
    end
    if band(flags, 16) ~= 0 then
      extraBytes, operationCount, addressCount, outcomeCount, holdCount, coldVersion = unpack_('<I3I2BI2I2I2', record, 10)
      flags = flags - 16
      kindsAt = 22
    end
  else
    record = ''
  end

  -- The place of a contact's kind has one byte, or two where there are more kinds than one byte can tell apart. The contacts' numbers stand beside
  -- them, or count down from the one before the next.
  local isWide, isNumbered = kindCount > 256, band(flags, 32) == 0
  local contactBytes = (isWide and 8 or 7) + (isNumbered and 2 or 0)
  local contactForm = (isWide and '<I6I2' or '<I6B') .. (isNumbered and 'I2' or '')
  local contactsAt = kindsAt + kindCount * 7
  local extrasAt = contactsAt + contactCount * contactBytes
  local operationsAt = extrasAt + extraBytes
  local addressesAt = operationsAt + operationCount * 22
  local outcomesAt = addressesAt + addressCount * 17
  local tailAt = outcomesAt + outcomeCount * 9

  -- The address to look at: the request's own, else the last one of its kind.
  local hasAddress = #address == 11
  local addressPlace = 255
  local lastReached, lastReachedMs = '', -1
  for place = addressesAt, outcomesAt - 17, 17 do
    if hasAddress then
      if sub(record, place, place + 10) == address then addressPlace = (place - addressesAt) / 17 end
    elseif sub(record, place + 10, place + 10) == address then
      local reachedMs = unpack_('<I6', record, place + 11)
      if reachedMs > lastReachedMs then
        lastReached, lastReachedMs = sub(record, place, place + 9), reachedMs
      end
    end
  end
  if not hasAddress and lastReached ~= looked then
    return {3, lastReached}
  end
  local there = thereKey and call('GET', thereKey)
  haveRead = haveRead + #record + (there and #there or 0)
  local thereSuppressed = there and byte(there, 2) or 0

  local ownBinds, thereBinds = band(suppressed, channelBit) ~= 0, band(thereSuppressed, channelBit) ~= 0
  if ownBinds or thereBinds then
    return handBack(record, there, ownBinds and key, thereBinds and thereKey)
  end
  -- A hold (it may have ended), or a record at its limits.
  if band(flags, 2) ~= 0 or contactCount > 2000 or (hasAddress and addressPlace == 255 and addressCount >= 250) then
    return handBack(record, there)
  end
  if contactCount > 0 then
    local newest = floor(unpack_('<I6', record, contactsAt) / 64)
    if newest > now then
      return handBack(record, there)
    end
    -- What is past its history is dropped by the other path, now and then.
    if plan.prunes == 1 and floor(unpack_('<I6', record, extrasAt - contactBytes) / 64) < now - plan.historyMs - 86400000 then
      return handBack(record, there)
    end
  end
  if operation ~= '' then
    for place = operationsAt, addressesAt - 22, 22 do
      if sub(record, place, place + 7) == sub(operation, 1, 8) then
        return handBack(record, there)
      end
    end
  end
  for place = outcomesAt, tailAt - 9, 9 do
    if byte(plan.outcomes, byte(record, place + 2) + 1) == 49 then
      return handBack(record, there)
    end
  end

  local used = {0, 0, 0, 0, 0, 0, 0, 0}
  for cap = 1, capCount do
    used[cap] = 0
  end

  if capCount > 0 then
    local oldestCut, capsOf = plan.oldestCut, plan.capsOf
    local keysOf = plan.wantsKeys and scopeKeys(record, extrasAt, operationsAt)
    local listOf = {}
    for place = contactsAt, extrasAt - contactBytes, contactBytes do
      local stamp, index, seq = unpack_(contactForm, record, place)
      if stamp <= oldestCut then break end
      local status = floor((stamp % 64) / 16)
      if status < 2 then
        local list = listOf[index]
        if not list then
          local theirs = sub(record, kindsAt + index * 7, kindsAt + index * 7 + 6)
          list = capsOf[theirs] or capsFor(plan, theirs)
          listOf[index] = list
        end
        if keysOf and not isNumbered then
          seq = (nextSeq - 1 - (place - contactsAt) / contactBytes) % 65536
        end
        for position = 1, #list do
          local cap = list[position]
          local base = cap * 5
          if stamp > caps[base - 3] and (status == 0 or caps[base - 1] == 1) and (caps[base] == '' or inScope(caps[base], keysOf[seq], pairs_)) then
            used[cap] = used[cap] + 1
          end
        end
      end
    end
    for cap = 1, capCount do
      if used[cap] >= caps[cap * 5 - 4] then
        return handBack(record, there)
      end
    end
  end

  -- Allowed. Find the kind's place: the bytes of it may also stand across two kinds, which is none.
  local kinds = sub(record, kindsAt, contactsAt - 1)
  local kindIndex
  local found = find(kinds, kind, 1, true)
  while found and (found - 1) % 7 ~= 0 do
    found = find(kinds, kind, found + 1, true)
  end
  if found then
    kindIndex = (found - 1) / 7
  else
    -- One more than one byte can tell apart: every contact is written anew, which is the other path's.
    if kindCount == 256 then
      return handBack(record, there)
    end
    kindIndex = kindCount
    kinds = kinds .. kind
    kindCount = kindCount + 1
  end

  -- Number the contact: the next that none has. Where its two bytes stand nowhere, none has it.
  local taken = isNumbered and find(record, pack('<I2', nextSeq), contactsAt, true) ~= nil
  while taken do
    taken = false
    for place = contactsAt + contactBytes - 2, extrasAt - 2, contactBytes do
      if unpack_('<I2', record, place) == nextSeq then
        taken = true
        nextSeq = (nextSeq + 1) % 65536
        break
      end
    end
  end
  local seq = nextSeq
  nextSeq = (nextSeq + 1) % 65536

  local isNewAddress = hasAddress and addressPlace == 255
  if isNewAddress then
    addressPlace, addressCount = addressCount, addressCount + 1
  end
  local extra = ''
  if addressPlace ~= 255 or pairs_ ~= '' then
    extra = pack('<I2BB', seq, addressPlace, #pairs_ / 6) .. pairs_
  end

  -- Operations are known for 24 hours, one of a hold for longer: each says until when.
  local operationsEnd = addressesAt
  while operationsEnd > operationsAt and unpack_('<I6', record, operationsEnd - 6) < now do
    operationsEnd = operationsEnd - 22
  end
  operationCount = (operationsEnd - operationsAt) / 22
  local newOperation = ''
  if operation ~= '' then
    newOperation = operation .. pack('<I2I6', seq, now + 86400000)
    operationCount = operationCount + 1
  end

  -- What follows the contacts, in as few pieces as it takes.
  local kept = sub(record, extrasAt, operationsAt - 1) .. newOperation .. sub(record, operationsAt, operationsEnd - 1)
  local rest
  if not hasAddress then
    rest = sub(record, addressesAt)
  elseif isNewAddress then
    rest = sub(record, addressesAt, outcomesAt - 1) .. address .. pack('<I6', now) .. sub(record, outcomesAt)
  else
    local reachedAt = addressesAt + addressPlace * 17 + 11
    rest = sub(record, addressesAt, reachedAt - 1) .. pack('<I6', max(now, (unpack_('<I6', record, reachedAt)))) .. sub(record, reachedAt + 6)
  end

  extraBytes = extraBytes + #extra
  local more = ''
  if extraBytes + operationCount + addressCount + outcomeCount + holdCount + coldVersion > 0 then
    more = pack('<I3I2BI2I2I2', extraBytes, operationCount, addressCount, outcomeCount, holdCount, coldVersion)
  end
  local written = pack('<BBBI2I2I2', 4, flags + (more ~= '' and 16 or 0), suppressed, kindCount, nextSeq, contactCount + 1)
    .. more
    .. kinds
    .. pack(contactForm, now * 64 + (extra ~= '' and 1 or 0), kindIndex, isNumbered and seq or nil)
    .. sub(record, contactsAt, extrasAt - 1)
    .. extra
    .. kept
    .. rest
  -- Where nothing but its contacts and addresses says how long a record lives, no contact at an address ends it sooner.
  if band(flags, 1) == 1 or (addressCount > 0 and not hasAddress) then
    put(key, written, hasAddress and plan.atAddressMs or plan.ttlMs, hasAddress and plan.atAddressEnds or plan.ends)
  else
    call('SET', key, written, 'PXAT', hasAddress and plan.atAddressEnds or plan.ends)
  end
  haveWritten = true

  -- On one node the address knows whom it was used for from the same step on.
  if hasAddress and thereKey then
    local lastAt, thereVersion = 0, 0
    if there then lastAt, thereVersion = unpack_('<I6I2', there, 13) end
    if now >= lastAt and (now >= lastAt + 86400000 or sub(there, 3, 12) ~= customer) then
      if thereVersion == 0 then
        -- Nothing ever stood there but such notes, of which the newest lives longest.
        call('SET', thereKey, '\1\0' .. customer .. noteTail, 'PXAT', noteEnds)
      else
        put(thereKey, sub(there, 1, 2) .. customer .. pack('<I6I2', now, thereVersion), addressMs, noteEnds)
      end
    end
  end

  return pack(plan.answerForm, seq, unpack(used, 1, capCount))
end

local plans, planCount = {}, tonumber(ARGV[2])
for place = 1, planCount do
  plans[place] = readPlan(ARGV[2 + place])
end
local asked, at = ARGV[3 + planCount], 1
local answers, keys, keyAt = {now}, KEYS, 1
if #KEYS == 0 then keys, keyAt = ARGV, 4 + planCount end
while at <= #asked do
  local plan, keyCount, earlierMs, firstSeq, customer, operation, address, looked, pairs_, next_ = unpack_('<BBI4I2c10Bc0Bc0Bc0Bc0', asked, at)
  at = next_
  local answer
  if clockMs >= writeByMs - earlierMs then
    answer = {4}
  elseif haveRead > mostRead then
    answer = {6}
  else
    local isDone, found = pcall(decide, plans[plan], firstSeq, customer, operation, address, looked, pairs_, keys[keyAt], keyCount == 2 and keys[keyAt + 1])
    answer = isDone and found
    if not isDone then
      local message = type(found) == 'table' and found.err or tostring(found)
      local isRefused = find(message, '^%u+ ') and not find(message, '^WRONGTYPE')
      -- Where the server takes no writes, nothing of the call was done, and the client must know.
      if isRefused and keys == KEYS and type(found) == 'table' and not haveWritten then return found end
      answer = isRefused and keys == ARGV and {7} or {5, message}
    end
  end
  answers[#answers + 1] = answer
  keyAt = keyAt + keyCount
end
return answers
