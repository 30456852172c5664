-- Finds the newest entries of a bucket that stand in every one of some lists. A list holds stamps of seven bytes (commit.lua), oldest first; it is
-- read by the piece, from its end, and lists leap over what another does not hold.
-- KEYS     the lists
-- ARGV[1]  the least stamp · ARGV[2] all found are below this stamp · ARGV[3] how many at most
-- ARGV[4]  bytes that stand before the stamps in the first list
-- RETURN   {stamps found, newest first, as one string; the stamp below which to go on, empty at the end}
local least, below, most = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local width, piece, patience = 7, 256, 500

local lists = {}
for index, key in ipairs(KEYS) do
  local head = index == 1 and tonumber(ARGV[4]) or 0
  local left = math.floor((redis.call('STRLEN', key) - head) / width)
  if left <= 0 then return { '', '' } end
  lists[index] = { key = key, head = head, left = left, pieces = {} }
end
table.sort(lists, function(a, b)
  return a.left < b.left
end)

local function at(list, index)
  local number = math.floor(index / piece)
  local text = list.pieces[number]
  if not text then
    local from = list.head + number * piece * width
    text = redis.call('GETRANGE', list.key, from, from + piece * width - 1)
    list.pieces[number] = text
  end
  return (struct.unpack('>I7', text, (index - number * piece) * width + 1))
end

-- Leaves in the list what lies below a stamp.
local function cut(list, stamp)
  local high, low, step = list.left, list.left - 1, 1
  while low >= 0 and at(list, low) >= stamp do
    high, low, step = low, low - step, step * 2
  end
  low = math.max(low, -1)
  while high - low > 1 do
    local middle = math.floor((low + high) / 2)
    if at(list, middle) >= stamp then
      high = middle
    else
      low = middle
    end
  end
  list.left = high
end

local found, isOver = {}, false
for _ = 1, most + patience do
  if #found == most then break end
  local stamp
  for index, list in ipairs(lists) do
    cut(list, index == 1 and below or stamp + 1)
    local newest = list.left > 0 and at(list, list.left - 1) or -1
    if newest < least then
      isOver = true
      break
    end
    if index > 1 and newest < stamp then
      below, stamp = newest + 1, nil
      break
    end
    stamp = newest
  end
  if isOver then break end
  if stamp then
    found[#found + 1] = struct.pack('>I7', stamp)
    below = stamp
  end
end
return { table.concat(found), isOver and '' or string.format('%.0f', below) }
