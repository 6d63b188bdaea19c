/**
 * NestJS with TypeORM as its documentation has it: controllers, repositories, class-validator, a guard for tokens, the
 * throttler, helmet, and a pool of ten. With DATABASE_URL, JWT_PUBLIC_KEY (SPKI), JWT_ISSUER and JWT_AUDIENCE.
 */
import "reflect-metadata";
import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
  Module,
  UnauthorizedException,
  ValidationPipe,
} from "@nestjs/common";
import { APP_GUARD, NestFactory } from "@nestjs/core";
import { ThrottlerGuard, ThrottlerModule } from "@nestjs/throttler";
import { TypeOrmModule } from "@nestjs/typeorm";
import { createVerifier } from "fast-jwt";
import helmet from "helmet";
import { Order, OrderLine, Payment, Product } from "./entities.js";
import { OrdersController } from "./orders.controller.js";
import { ProductsController } from "./products.controller.js";

const verify = createVerifier({
  key: process.env.JWT_PUBLIC_KEY ?? "",
  allowedIss: process.env.JWT_ISSUER ?? "",
  allowedAud: process.env.JWT_AUDIENCE ?? "",
  algorithms: ["ES256"],
});

@Injectable()
class TokenGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest();
    const [, token = ""] = request.headers.authorization?.split(" ") ?? [];
    try {
      request.subject = verify(token).sub;
      return true;
    } catch {
      throw new UnauthorizedException();
    }
  }
}

@Module({
  imports: [
    TypeOrmModule.forRoot({
      type: "postgres",
      url: process.env.DATABASE_URL ?? "",
      entities: [Product, Order, OrderLine, Payment],
      extra: { max: 10 },
    }),
    TypeOrmModule.forFeature([Product]),
    ThrottlerModule.forRoot([{ ttl: 60_000, limit: 1_000_000_000 }]),
  ],
  controllers: [ProductsController, OrdersController],
  providers: [
    { provide: APP_GUARD, useClass: ThrottlerGuard },
    { provide: APP_GUARD, useClass: TokenGuard },
  ],
})
class AppModule {}

const app = await NestFactory.create(AppModule, { logger: ["error"] });
app.use(helmet());
app.useGlobalPipes(new ValidationPipe({ transform: true, whitelist: true }));
await app.listen(0, "127.0.0.1");
process.stdout.write(`${await app.getUrl()}\n`);
