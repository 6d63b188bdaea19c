import { Transform, Type } from "class-transformer";
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from "class-validator";

const decimal = /^\d{1,8}(\.\d{1,2})?$/;

export class ListQuery {
  @IsOptional() @Matches(decimal) "filter[price][gte]"?: string;
  @IsOptional() @Matches(decimal) "filter[price][lte]"?: string;
  @IsOptional()
  @Transform(({ value }) => (value === "true" ? true : value === "false" ? false : value))
  @IsBoolean()
  "filter[isActive]"?: boolean;
  @IsOptional() @IsUUID() "filter[category]"?: string;
  @IsOptional() @IsIn(["price"]) sort?: string;
  @IsOptional() @Length(1, 200) q?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(100) "page[size]"?: number;
  @IsOptional() @Type(() => Number) @IsInt() @Min(0) "page[after]"?: number;
}

class Item {
  @IsUUID() product: string;
  @IsInt() @Min(1) @Max(1_000) quantity: number;
}

class DeliveryAddress {
  @IsString() @Length(1, 200) recipient: string;
  @IsString() @Length(1, 200) street: string;
  @IsString() @Length(1, 20) postalCode: string;
  @IsString() @Length(1, 120) city: string;
  @IsOptional() @IsString() @Length(0, 120) region?: string | null;
  @Matches(/^[A-Z]{2}$/) country: string;
}

export class PlaceOrder {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ArrayUnique((item: Item) => item?.product)
  @ValidateNested({ each: true })
  @Type(() => Item)
  items: Item[];

  @ValidateNested() @Type(() => DeliveryAddress) deliverTo: DeliveryAddress;
}
