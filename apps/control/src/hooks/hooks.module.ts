import { Module } from '@nestjs/common';
import { EndpointsController } from './endpoints.controller.ts';
import { Endpoints } from './endpoints.ts';
import { TokensController } from './tokens.controller.ts';
import { Tokens } from './tokens.ts';

@Module({ controllers: [EndpointsController, TokensController], providers: [Endpoints, Tokens] })
export class HooksModule {}
