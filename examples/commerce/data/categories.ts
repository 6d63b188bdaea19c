import { titled, words } from "./words.js";

const finishes = ["material", "colour", "cuisine", "format", "genre"] as const;

/** What a product of a category is told apart by, beside its brand and an adjective. */
export type Finish = (typeof finishes)[number];

/** A category with what its products are called and what they cost (cents, from and to). */
export interface Shelf {
  readonly name: string;
  readonly finish: Finish;
  readonly price: readonly [from: number, to: number];
  readonly nouns: readonly string[];
}

/** The name, the finish, the prices in whole units, and the nouns of each category. No two share a noun. */
const table = `
Audio | colour | 15-900 | Headphones, Earbuds, Speaker, Soundbar, Turntable, Amplifier, Radio, Microphone
Automotive | colour | 5-250 | Car Cover, Dash Camera, Seat Cushion, Floor Mat Set, Tyre Inflator, Roof Box, Tow Rope, Wiper Blades
Baby | colour | 5-450 | Pushchair, Baby Carrier, Cot, Changing Mat, Baby Monitor, Highchair, Sleeping Bag for Babies, Bottle Warmer
Bags | colour | 20-320 | Backpack, Tote Bag, Messenger Bag, Duffel Bag, Wallet, Belt Bag, Laptop Sleeve, Suitcase
Bakery | cuisine | 2-15 | Sourdough Loaf, Rye Bread, Butter Biscuits, Almond Cake, Flatbread, Ginger Snaps, Walnut Rolls, Honey Pastry
Bathroom | material | 8-260 | Soap Dish, Towel Rail, Bath Caddy, Toothbrush Holder, Shower Shelf, Laundry Basket, Vanity Mirror, Bath Stool
Bedding | colour | 18-400 | Duvet Cover, Pillowcase Pair, Fitted Sheet, Wool Blanket, Mattress Topper, Bedspread, Bolster, Weighted Blanket
Bicycles | colour | 180-4500 | City Bicycle, Mountain Bicycle, Road Bicycle, Folding Bicycle, Touring Bicycle, Cargo Bicycle, Gravel Bicycle, Tandem
Board Games | colour | 12-90 | Chess Set, Backgammon Set, Strategy Game, Quiz Game, Dominoes, Mahjong Set, Playing Cards, Dice Game
Books | format | 6-60 | Cookbook, Field Guide, Travel Guide, Short Story Collection, Biography, World Atlas, Poetry Anthology, Crossword Book
Cameras | colour | 60-3200 | Compact Camera, Mirrorless Camera, Instant Camera, Tripod, Zoom Lens, Camera Strap, Light Meter, Lens Filter
Camping | colour | 9-600 | Tent, Sleeping Mat, Camp Stove, Head Torch, Hammock, Cool Box, Folding Chair, Water Canteen
Cheese | cuisine | 4-40 | Hard Cheese, Blue Cheese, Goat Cheese, Cream Cheese, Smoked Cheese, Cheese Board Selection, Sheep Cheese, Grilling Cheese
Cleaning | colour | 3-300 | Broom, Mop Set, Dustpan, Scrubbing Brush, Bucket, Vacuum Cleaner, Feather Duster, Window Squeegee
Coats and Jackets | colour | 45-700 | Rain Jacket, Winter Coat, Parka, Fleece, Denim Jacket, Trench Coat, Down Vest, Windbreaker
Coffee | cuisine | 5-45 | Espresso Beans, Filter Coffee, Cold Brew, Decaf Beans, Coffee Capsules, Ground Coffee, Green Coffee Beans, Coffee Sampler
Computers | colour | 250-4000 | Laptop, Desktop Computer, Mini Computer, Workstation, Tablet, Home Server, Chromebook, All-in-One Computer
Computer Accessories | colour | 8-350 | Keyboard, Wireless Mouse, Monitor Stand, Docking Station, Webcam, External Drive, Graphics Tablet, Cable Organiser
Cookware | material | 15-420 | Frying Pan, Stock Pot, Wok, Roasting Tin, Casserole, Saucepan, Griddle, Steamer
Curtains and Rugs | colour | 20-900 | Blackout Curtain, Door Mat, Wool Rug, Runner Rug, Roman Blind, Bath Mat, Net Curtain, Round Rug
Cycling Gear | colour | 6-280 | Bicycle Helmet, Bicycle Lock, Pannier, Bicycle Pump, Cycling Gloves, Rear Light, Bottle Cage, Saddle
Desks and Office | material | 25-1200 | Standing Desk, Office Chair, Bookcase, Filing Cabinet, Desk Lamp, Pen Holder, Letter Tray, Footrest
Drinkware | material | 4-80 | Mug, Teacup, Tumbler, Carafe, Travel Mug, Goblet, Espresso Cup, Pitcher
Fitness | colour | 8-1500 | Yoga Mat, Kettlebell, Dumbbell Pair, Rowing Machine, Skipping Rope, Resistance Band Set, Exercise Bike, Foam Roller
Fruit Preserves | cuisine | 3-18 | ${made(words.fruits, "Jam", 0)}
Furniture | material | 40-2400 | Dining Table, Armchair, Sideboard, Coffee Table, Bar Stool, Wardrobe, Bench, Shelf
Garden Furniture | material | 30-1400 | Garden Bench, Parasol Base, Patio Table, Sun Lounger, Garden Swing, Fire Bowl, Deck Chair, Bird Bath
Garden Tools | material | 7-350 | Spade, Rake, Pruning Shears, Watering Can, Wheelbarrow, Hand Trowel, Hedge Trimmer, Garden Hose Reel
Gloves and Hats | colour | 9-110 | Beanie, Sun Hat, Mittens, Leather Gloves, Baseball Cap, Ear Warmer, Touchscreen Gloves, Fedora
Hand Tools | material | 5-180 | Hammer, Screwdriver Set, Spirit Level, Hand Saw, Pliers, Chisel Set, Tape Measure, Adjustable Wrench
Jewellery | material | 20-3000 | Necklace, Bracelet, Ring, Earrings, Brooch, Anklet, Cufflinks, Pendant
Kitchen Appliances | colour | 20-700 | Kettle, Toaster, Blender, Stand Mixer, Rice Cooker, Coffee Grinder, Air Fryer, Food Processor
Kitchen Tools | material | 4-90 | Chopping Board, Rolling Pin, Ladle, Colander, Pepper Mill, Whisk, Grater, Mixing Bowl
Lighting | material | 14-800 | Floor Lamp, Pendant Light, Wall Light, Table Lamp, Reading Light, Chandelier, Night Light, Lantern
Luggage | colour | 12-500 | Cabin Trolley, Garment Bag, Packing Cube Set, Luggage Tag, Travel Pillow, Wash Bag, Passport Holder, Trunk
Music | genre | 7-60 | Vinyl Record, Compact Disc, Songbook, Box Set, Live Recording, Remastered Album, Concert Film, Mixtape
Musical Instruments | colour | 25-3500 | Acoustic Guitar, Ukulele, Digital Piano, Violin, Cajon, Harmonica, Trumpet, Drum Kit
Pet Supplies | colour | 4-220 | Dog Bed, Cat Tree, Dog Lead, Food Bowl, Bird Feeder, Aquarium, Pet Carrier, Scratching Post
Phones | colour | 90-1600 | Smartphone, Phone Case, Wireless Charger, Power Bank, Cordless Telephone, Car Phone Holder, Screen Protector, Selfie Stick
Shirts | colour | 12-160 | Oxford Shirt, T-Shirt, Polo Shirt, Flannel Shirt, Blouse, Linen Shirt, Rugby Shirt, Henley
Shoes | colour | 25-380 | Running Shoes, Hiking Boots, Sandals, Loafers, Trainers, Ankle Boots, Slippers, Rain Boots
Skin Care | colour | 5-120 | Hand Cream, Face Mask, Bar Soap, Body Lotion, Lip Balm, Shaving Brush, Bath Salts, Facial Oil
Spices | cuisine | 2-25 | ${made(words.spices, "Spice Jar", 30)}
Stationery | colour | 2-70 | Notebook, Fountain Pen, Pencil Set, Sketchbook, Desk Calendar, Envelope Pack, Stapler, Ring Binder
Storage | material | 6-240 | Storage Box, Coat Rack, Shoe Cabinet, Wall Hook Set, Umbrella Stand, Magazine Rack, Blanket Chest, Spice Rack
Toys | colour | 5-200 | Building Blocks, Train Set, Doll House, Kite, Puzzle, Plush Animal, Marble Run, Toy Kitchen
Trousers | colour | 20-220 | Chinos, Jeans, Corduroy Trousers, Leggings, Cargo Trousers, Joggers, Linen Trousers, Shorts
Vegetables in Jars | cuisine | 2-16 | ${made(words.vegetables, "Pickle", 12)}
Watches and Clocks | material | 25-2800 | Wrist Watch, Wall Clock, Alarm Clock, Pocket Watch, Diving Watch, Kitchen Timer, Mantel Clock, Chronograph
Winter Sports | colour | 15-1100 | Snowboard, Ski Goggles, Ice Skates, Sledge, Ski Helmet, Snowshoes, Ski Poles, Base Layer
`;

/** `fig` to `Fig Jam`, for ten of faker's fruits, spices or vegetables. */
function made(list: readonly string[], what: string, from: number): string {
  return list
    .slice(from, from + 10)
    .map((one) => `${titled(one)} ${what}`)
    .join(", ");
}

function shelf(line: string): Shelf {
  const [name = "", finish, prices = "", nouns = ""] = line.split(" | ");
  const [from = Number.NaN, to = Number.NaN] = prices.split("-").map((price) => Number(price) * 100);
  const known = finishes.find((one) => one === finish);
  if (!known) throw new RangeError(`"${finish}" is no finish; expected one of ${finishes.join(", ")}.`);
  return { name, finish: known, price: [from, to], nouns: nouns.split(", ") };
}

/** The fifty categories of the shop, in the order of their rows. */
export const shelves: readonly Shelf[] = table.trim().split("\n").map(shelf);
